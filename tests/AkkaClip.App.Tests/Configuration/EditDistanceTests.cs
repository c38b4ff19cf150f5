using AkkaClip.App.Configuration;

namespace AkkaClip.App.Tests.Configuration;

public class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("seed", "seed", 0)]
    [InlineData("sed", "seed", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 2)]
    public void Changes_are_counted(string first, string second, int expected)
    {
        Assert.Equal(expected, EditDistance.Between(first, second));
        Assert.Equal(expected, EditDistance.Between(second, first));
    }
}
