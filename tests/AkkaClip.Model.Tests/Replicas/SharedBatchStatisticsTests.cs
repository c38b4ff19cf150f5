using AkkaClip.Core.Errors;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Tests.Golden;
using AkkaClip.Model.Towers;
using Xunit;

namespace AkkaClip.Model.Tests.Replicas;

public sealed class SharedBatchStatisticsTests
{
    private static readonly ReplicaOptions Shared =
        TinyModel.Options(TinyModel.ResNetConfig) with { Towers = new TowerOptions { SyncBatchNorm = true } };

    [Theory]
    [InlineData(9)]
    [InlineData(4, 5)]
    [InlineData(2, 3, 4)]
    [InlineData(1, 4, 2, 2)]
    public void A_ResNet_on_several_trainers_gives_the_gradient_of_one(params int[] split)
    {
        using var single = TinyModel.Roughen(TinyModel.Create(Shared with { Towers = new TowerOptions() }));
        var expected = single.ComputeAlone(TinyModel.Batch(TinyModel.ResNetConfig, 9));
        using var group = new ReplicaGroup(Shared, split.Length);
        foreach (var replica in group.Replicas)
            TinyModel.Roughen(replica);
        var outcomes = group.Compute((first, count) => TinyModel.Batch(TinyModel.ResNetConfig, count, first), [.. split]);
        Closeness.Relative(expected.Loss, outcomes[0].Loss, 5e-6, "loss");
        Closeness.L2(single.Gradients(), group.Replicas[0].Gradients(), 2e-5, "the gradient");

        single.Commit(1e-3);
        foreach (var replica in group.Replicas)
        {
            replica.Commit(1e-3);
            Closeness.Elements(
                single.CaptureState().Statistics, replica.CaptureState().Statistics, 1e-5, 1e-5, "running statistics");
            Assert.Equal(group.Replicas[0].Checksum(), replica.Checksum());
        }
    }

    [Fact]
    public void Without_sharing_every_replica_still_ends_with_the_same_statistics()
    {
        using var group = new ReplicaGroup(Shared with { Towers = new TowerOptions() }, 2);
        group.Compute((first, count) => TinyModel.Batch(TinyModel.ResNetConfig, count, first), 3, 6);
        foreach (var replica in group.Replicas)
            replica.Commit(1e-3);
        Assert.Equal(group.Replicas[0].Checksum(), group.Replicas[1].Checksum());
    }

    [Fact]
    public void An_aborted_step_leaves_the_statistics_as_they_were()
    {
        using var replica = TinyModel.Create(Shared);
        var before = replica.Checksum();
        replica.ComputeAlone(TinyModel.Batch(TinyModel.ResNetConfig, 4));
        replica.Discard();
        Assert.Equal(before, replica.Checksum());
        Assert.All(TensorCopy.ToHost(replica.Model.Statistics.Pending), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Sharing_is_refused_together_with_micro_batches()
    {
        var error = Assert.Throws<UserErrorException>(() => TinyModel.Create(Shared with { MicroBatch = 2 }));
        Assert.Contains("sync-batch-norm", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sharing_is_refused_where_a_trainer_has_no_samples()
    {
        using var group = new ReplicaGroup(Shared, 2);
        Assert.Throws<UserErrorException>(
            () => group.Compute((first, count) => TinyModel.Batch(TinyModel.ResNetConfig, count, first), 3, 0));
    }
}
