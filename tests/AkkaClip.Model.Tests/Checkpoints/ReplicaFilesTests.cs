using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Model.Checkpoints;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Tests.Replicas;
using AkkaClip.TestSupport;

namespace AkkaClip.Model.Tests.Checkpoints;

public sealed class ReplicaFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akkaclip-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, int> Divisions
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var kind in new[] { "plain", "fused", "resnet" })
            {
                foreach (var numStripes in new[] { 1, 2, 3, 4, 7, 100 })
                    data.Add(kind, numStripes);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Divisions))]
    public void The_parts_of_a_state_together_are_the_state(string kind, int numStripes)
    {
        using var replica = Train(kind);
        var whole = replica.CaptureState();
        var parts = Enumerable.Range(0, numStripes).Select(stripe => replica.CaptureStripe(stripe, numStripes)).ToList();

        for (var stripe = 0; stripe < numStripes; stripe++)
            ReplicaFiles.WriteStripe(parts[stripe], RunSpecs.Data.Augmentation, _folder, stripe, numStripes);

        Assert.All(parts.Skip(1), part => Assert.Empty(part.Values));
        Assert.InRange(parts.Sum(part => part.FirstMoments.Length), 1, whole.FirstMoments.Length); // what lies between two parts is of no parameter
        var read = ReplicaFiles.Read(replica.Layout, _folder);
        foreach (var slot in replica.Layout.Parameters.Slots)
        {
            Assert.Equal(Part(whole.Values, slot), Part(read.Values, slot));
            Assert.Equal(Part(whole.FirstMoments, slot), Part(read.FirstMoments, slot));
            Assert.Equal(Part(whole.SecondMoments, slot), Part(read.SecondMoments, slot));
        }

        Assert.Equal(whole.Statistics, read.Statistics);
        Assert.Equal(whole.NumCommits, read.NumCommits);
    }

    private static float[] Part(float[] all, ParameterSlot slot) => all.AsSpan((int)slot.Offset, slot.Length).ToArray();

    /// <summary>A replica whose every number has moved.</summary>
    private static Replica Train(string kind)
    {
        var config = kind == "resnet" ? TinyModel.ResNetConfig : TinyModel.Config;
        var replica = TinyModel.Create(TinyModel.Options(config) with { Compute = kind == "fused" ? ComputeKind.Auto : ComputeKind.Plain });
        var state = replica.CaptureState();
        var random = CounterRandom.For(5, RandomPurpose.GeneratedData, 1);
        foreach (var block in new[] { state.Values, state.FirstMoments, state.SecondMoments, state.Statistics })
        {
            foreach (ref var value in block.AsSpan())
                value = (float)random.NextDouble(0.1, 0.9);
        }

        state.Counters[0] = 12;
        replica.RestoreState(state);
        return replica;
    }
}
