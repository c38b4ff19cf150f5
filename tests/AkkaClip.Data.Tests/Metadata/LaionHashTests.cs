using System.Text;
using AkkaClip.Data.Metadata;

namespace AkkaClip.Data.Tests.Metadata;

public sealed class LaionHashTests
{
    // First words of published 128-bit values of the x64 variant with seed 0.
    [Theory]
    [InlineData("", 0x0000000000000000)]
    [InlineData("hello", 0xcbd8a7b341bd9b02)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0xe34bbc7bbc071b6c)]
    public void Published_values_are_met(string text, ulong expected)
    {
        Assert.Equal(unchecked((long)expected), LaionHash.Of(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void A_row_is_its_url_followed_by_its_text()
    {
        var longText = new string('ä', 3000);

        Assert.Equal(LaionHash.Of("hello"u8), LaionHash.Of("he", "llo"));
        Assert.Equal(LaionHash.Of(Encoding.UTF8.GetBytes("https://x/" + longText)), LaionHash.Of("https://x/", longText));
    }
}
