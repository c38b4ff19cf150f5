using AkkaClip.Core.Runs;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>The state of a <see cref="FakeReplica"/>: one weight and the count of commits.</summary>
internal static class FakeState
{
    private static readonly ParameterSpec WeightSpec = new("weight", [1], TowerKind.Text, 0, new Initialization.Constant(1));

    public static StateLayout Layout { get; } = new(
        new ModelConfig
        {
            Name = "fake",
            EmbedDim = 1,
            Vision = new VitConfig { ImageSize = 1, Width = 1, HeadWidth = 1, PatchSize = 1, Layers = 1 },
            Text = new TextConfig { ContextLength = 1, VocabSize = 1, Width = 1, Heads = 1, Layers = 1 },
        },
        ParameterLayout.Create([WeightSpec], DecayRule.V4, _ => false),
        []);

    public static ReplicaState Of(float weight, long numCommits)
    {
        var state = Layout.Allocate();
        state.Values[0] = weight;
        state.Counters[0] = numCommits;
        return state;
    }
}
