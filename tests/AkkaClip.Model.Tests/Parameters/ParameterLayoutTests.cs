using AkkaClip.Core.Runs;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Tests.Golden;
using AkkaClip.Model.Tests.Replicas;

namespace AkkaClip.Model.Tests.Parameters;

public sealed class ParameterLayoutTests
{
    [Fact]
    public void Parts_follow_each_other_without_overlap_and_aligned()
    {
        var layout = Layout(TinyModel.Config, DecayRule.V4);
        var end = 0L;
        foreach (var slot in layout.Slots)
        {
            Assert.Equal(0, slot.Offset % ParameterLayout.Alignment);
            Assert.InRange(slot.Offset, end, end + ParameterLayout.Alignment - 1);
            end = slot.Offset + slot.Length;
        }

        var order = layout.Slots.Select(slot => (slot.Tower == TowerKind.Loss, !slot.Decayed, slot.Tower)).Distinct();
        Assert.Equal(
            [
                (false, false, TowerKind.Text), (false, false, TowerKind.Image),
                (false, true, TowerKind.Text), (false, true, TowerKind.Image), (true, true, TowerKind.Loss),
            ],
            order);
        Assert.All(layout.Slots, slot => Assert.Equal(slot.Decayed, slot.Offset < layout.DecayedLength));
    }

    [Fact]
    public void The_ranges_of_the_towers_cover_the_trained_part_once()
    {
        var layout = Layout(TinyModel.Config, DecayRule.V3, spec => spec.Group == 0);
        var ranges = Enum.GetValues<TowerKind>().SelectMany(tower => layout.TrainedRanges(tower)).OrderBy(range => range.Start).ToArray();
        Assert.Equal(0, ranges[0].Start);
        Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        Assert.Equal(layout.TrainedLength, ranges[^1].End);
        Assert.All(layout.Slots, slot => Assert.Equal(slot.Frozen, slot.Offset >= layout.TrainedLength));
    }

    [Fact]
    public void The_fourth_rule_spares_the_positional_embeddings_of_both_towers()
    {
        Assert.True(Layout(TinyModel.Config, DecayRule.V3)["visual.positional_embedding"].Decayed);
        Assert.True(Layout(TinyModel.Config, DecayRule.V3)["positional_embedding"].Decayed);
        Assert.False(Layout(TinyModel.Config, DecayRule.V4)["visual.positional_embedding"].Decayed);
        Assert.False(Layout(TinyModel.Config, DecayRule.V4)["positional_embedding"].Decayed);
        Assert.False(Layout(TinyModel.Config with { CustomText = true }, DecayRule.V4)["text.positional_embedding"].Decayed);
        Assert.True(Layout(TinyModel.ResNetConfig, DecayRule.V4)["visual.attnpool.positional_embedding"].Decayed);
    }

    [SkippableTheory]
    [MemberData(nameof(GoldenModel.Names), MemberType = typeof(GoldenModel))]
    public void The_third_rule_decays_what_OpenCLIP_decays(string? name)
    {
        var golden = GoldenModel.Load(name);
        var layout = Layout(golden.Config, DecayRule.V3);
        HashSet<string> Names(string list) => [.. golden.Scalars.GetProperty(list).EnumerateArray().Select(entry => entry.ToString())];
        Assert.Equal(Names("weight_decay"), layout.Slots.Where(slot => slot.Decayed).Select(slot => slot.Name).ToHashSet());
        Assert.Equal(Names("no_weight_decay"), layout.Slots.Where(slot => !slot.Decayed).Select(slot => slot.Name).ToHashSet());
    }

    private static ParameterLayout Layout(ModelConfig config, DecayRule rule, Func<ParameterSpec, bool>? isFrozen = null) =>
        ParameterLayout.Create(ModelParameters.Of(config), rule, isFrozen ?? (_ => false));
}
