using AkkaClip.Model.Towers;

namespace AkkaClip.Model.Tests.Towers;

public sealed class PatchSelectionTests
{
    [Theory]
    [InlineData(49, 0.5, 24)]
    [InlineData(196, 0.75, 49)]
    [InlineData(4, 0.99, 1)]
    [InlineData(49, 0, 49)]
    public void As_many_patches_are_kept_as_in_FLIP(int numPatches, double dropout, int expected) =>
        Assert.Equal(expected, PatchSelection.NumKept(numPatches, dropout));

    [Fact]
    public void Without_dropout_nothing_is_chosen() => Assert.Empty(PatchSelection.Choose(1, 0, 5, 49, 0));

    [Fact]
    public void A_sample_keeps_its_patches_in_any_slice()
    {
        var whole = PatchSelection.Choose(1, 1000, 20, 49, 0.5);
        var part = PatchSelection.Choose(1, 1007, 3, 49, 0.5);
        Assert.Equal(whole[(7 * 24)..(10 * 24)], part);
    }

    [Fact]
    public void Every_patch_is_kept_equally_often()
    {
        var counts = new int[16];
        foreach (var row in PatchSelection.Choose(2, 0, 8000, 16, 0.5).Chunk(8))
        {
            Assert.Equal(row.Distinct().Order(), row);
            foreach (var patch in row)
                counts[patch]++;
        }

        // 4000 expected; the standard deviation is 45.
        Assert.All(counts, count => Assert.InRange(count, 3775, 4225));
    }
}
