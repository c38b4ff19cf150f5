using AkkaClip.Core.Errors;
using AkkaClip.Core.Exchange;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Losses;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Towers;
using TorchSharp;
using Xunit;

namespace AkkaClip.Model.Tests.Replicas;

public sealed class ReplicaTests
{
    private static readonly ReplicaOptions Options = TinyModel.Options(TinyModel.Config);

    [Fact]
    public void A_seed_means_the_same_parameters_whatever_the_layout()
    {
        using var first = TinyModel.Create(Options);
        using var second = TinyModel.Create(Options with { LockTextUnlockedGroups = 0 });
        using var other = TinyModel.Create(Options with { Seed = 8 });
        foreach (var slot in first.Layout.Parameters.Slots.Where(slot => slot.Name.EndsWith("weight", StringComparison.Ordinal)))
        {
            Assert.Equal(Values(first, slot.Name), Values(second, slot.Name));
            if (slot.Shape.Length > 1)
                Assert.NotEqual(Values(first, slot.Name), Values(other, slot.Name));
        }
    }

    [Fact]
    public void Training_lowers_the_loss_of_a_batch()
    {
        using var replica = TinyModel.Create(Options);
        var batch = TinyModel.Batch(TinyModel.Config, 8);
        var first = replica.ComputeAlone(batch).Loss;
        for (var step = 0; step < 30; step++)
        {
            replica.Commit(3e-3);
            replica.ComputeAlone(batch);
        }

        Assert.True(replica.ComputeAlone(batch).Loss < first / 3);
        Assert.Equal(30, replica.NumCommits);
    }

    [Fact]
    public void A_restored_replica_goes_on_bit_for_bit()
    {
        using var replica = TinyModel.Create(Options);
        using var healed = TinyModel.Create(Options with { Seed = 99 });
        Steps(replica, 0, 3);
        var copy = healed.Layout.Allocate();
        foreach (var (source, target) in replica.CaptureState().Blocks.Zip(copy.Blocks))
            source.Bytes.CopyTo(target.Bytes);
        healed.RestoreState(copy);
        Assert.Equal(replica.Checksum(), healed.Checksum());
        Steps(replica, 3, 3);
        Steps(healed, 3, 3);
        Assert.Equal(replica.Checksum(), healed.Checksum());
    }

    [Fact]
    public void The_state_of_another_model_is_refused()
    {
        using var replica = TinyModel.Create(Options);
        using var other = TinyModel.Create(Options with { LockImageUnlockedGroups = 1 });
        Assert.Throws<ReplicaStateException>(() => replica.RestoreState(other.CaptureState()));
    }

    [Fact]
    public void A_discarded_step_can_be_done_again()
    {
        using var replica = TinyModel.Create(Options);
        using var straight = TinyModel.Create(Options);
        replica.ComputeAlone(TinyModel.Batch(TinyModel.Config, 5));
        replica.Discard();
        Assert.Throws<InvalidOperationException>(() => replica.Commit(1e-3));
        Steps(replica, 0, 1);
        Steps(straight, 0, 1);
        Assert.Equal(straight.Checksum(), replica.Checksum());
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_reported_and_skipped()
    {
        using var replica = TinyModel.Create(Options);
        var before = replica.CaptureState();
        var broken = replica.CaptureState();
        broken.Values[replica.Layout.Parameters["visual.proj"].Offset] = float.NaN;
        replica.RestoreState(broken);
        var outcome = replica.ComputeAlone(TinyModel.Batch(TinyModel.Config, 5));
        Assert.False(outcome.IsFinite);
        replica.Skip();
        Assert.Equal(0, replica.NumCommits);
        Assert.All(replica.Gradients(), gradient => Assert.Equal(0, gradient));
        replica.RestoreState(before);
        Assert.True(replica.ComputeAlone(TinyModel.Batch(TinyModel.Config, 5)).IsFinite);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Locked_groups_stay_as_they_are_and_the_others_train(int unlocked)
    {
        using var replica = TinyModel.Create(Options with { LockImageUnlockedGroups = unlocked, LockTextUnlockedGroups = unlocked });
        var before = replica.CaptureState();
        Steps(replica, 0, 2);
        var after = replica.CaptureState();
        foreach (var spec in ModelParameters.Of(TinyModel.Config))
        {
            // Both towers have two layers: embeddings 0, layers 1 and 2, projection 3.
            var trained = spec.Tower == TowerKind.Loss || spec.Group >= 4 - unlocked;
            var slot = replica.Layout.Parameters[spec.Name];
            var range = new Range((int)slot.Offset, (int)slot.Offset + slot.Length);
            Assert.Equal(!trained, slot.Frozen);
            Assert.Equal(!trained, before.Values.AsSpan(range).SequenceEqual(after.Values.AsSpan(range)));
        }
    }

    [Fact]
    public void A_partly_locked_tower_has_the_gradient_of_the_unlocked_one()
    {
        using var free = TinyModel.Create(Options);
        var batch = TinyModel.Batch(TinyModel.Config, 7);
        free.ComputeAlone(batch);
        foreach (var checkpointing in new[] { false, true })
        {
            using var locked = TinyModel.Create(Options with
            {
                LockImageUnlockedGroups = 2,
                LockTextUnlockedGroups = 1,
                Towers = Options.Towers with { GradientCheckpointing = checkpointing },
            });
            locked.ComputeAlone(batch);
            foreach (var slot in locked.Layout.Parameters.Slots.Where(slot => !slot.Frozen))
                Golden.Closeness.L2(free.Gradient(slot.Name), locked.Gradient(slot.Name), 1e-5, slot.Name);
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, false)]
    [InlineData(0, true)]
    public void Steps_leave_no_tensor_behind(int microBatch, bool checkpointing)
    {
        using var replica = TinyModel.Create(Options with
        {
            MicroBatch = microBatch,
            Towers = Options.Towers with { GradientCheckpointing = checkpointing },
        });
        Steps(replica, 0, 2);
        replica.EncodeImages(TinyModel.Batch(TinyModel.Config, 3).Pixels, 3);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Steps(replica, 2, 3);
        replica.EncodeImages(TinyModel.Batch(TinyModel.Config, 3).Pixels, 3);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_that_a_peer_breaks_anywhere_leaves_no_trace(bool resNet)
    {
        var config = resNet ? TinyModel.ResNetConfig : TinyModel.Config;
        var options = TinyModel.Options(config) with { Towers = new TowerOptions { SyncBatchNorm = resNet } };
        using var replica = TinyModel.Create(options);
        var batch = TinyModel.Batch(config, 4);
        var before = replica.Checksum();
        var undisturbed = replica.ComputeAlone(batch);
        var gradients = replica.Gradients();
        var numFailures = 0;
        while (Fails(numFailures))
            numFailures++;
        Assert.True(numFailures >= 9, $"only {numFailures} operations failed");

        bool Fails(int failAt)
        {
            try
            {
                replica.ComputeGradients(batch, new StepContext(0, [4, 4]), new FailingCollective(failAt));
                return false;
            }
            catch (CollectiveFailedException)
            {
                Assert.Throws<InvalidOperationException>(() => replica.Commit(1e-3));
                Assert.Equal(before, replica.Checksum());
                Assert.Equal(undisturbed.Loss, replica.ComputeAlone(batch).Loss);
                Assert.Equal(gradients, replica.Gradients());
                return true;
            }
        }
    }

    [Theory]
    [InlineData("gpu", "must be cpu, cuda")]
    [InlineData("cuda:x", "must be cpu, cuda")]
    [InlineData("cuda:99", "CUDA devices here")]
    public void A_device_that_is_not_there_is_refused(string device, string expected)
    {
        var error = Assert.Throws<UserErrorException>(() => TinyModel.Create(Options with { Device = device }));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_beyond_an_array_is_refused()
    {
        var options = Options with { Config = ModelConfigs.Resolve("ViT-bigG-14") };
        Assert.Contains("ViT-bigG-14 has 2,539,", Assert.Throws<UserErrorException>(() => TinyModel.Create(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_locked_ResNet_keeps_its_statistics_and_computes_with_them()
    {
        var options = TinyModel.Options(TinyModel.ResNetConfig) with { LockImageUnlockedGroups = 1 };
        using var replica = TinyModel.Roughen(TinyModel.Create(options));
        var batch = TinyModel.Batch(TinyModel.ResNetConfig, 4);
        var before = replica.CaptureState();
        var evaluated = replica.EncodeImages(batch.Pixels, 4);
        using (var features = replica.Model.Towers.Images.Forward(new ImageInput(batch.Pixels, 4, default), ForwardPass.Training))
        using (var units = new UnitEmbeddings(features))
        using (var flat = units.Units_BD.flatten())
            Assert.Equal(evaluated, TensorCopy.ToHost(flat));
        replica.ComputeAlone(batch);
        replica.Commit(1e-3);
        Assert.Equal(before.Statistics, replica.CaptureState().Statistics);
        Assert.NotEqual(evaluated, replica.EncodeImages(batch.Pixels, 4));
    }

    [Fact]
    public void A_batch_that_does_not_fit_the_model_is_refused()
    {
        using var replica = TinyModel.Create(Options);
        var batch = TinyModel.Batch(TinyModel.Config with { Text = TinyModel.Config.Text with { ContextLength = 12 } }, 4);
        var error = Assert.Throws<ArgumentException>(() => replica.ComputeAlone(batch));
        Assert.Contains("12 tokens", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_beyond_the_vocabulary_is_refused()
    {
        using var replica = TinyModel.Create(Options);
        var batch = TinyModel.Batch(TinyModel.Config, 4);
        batch.Tokens[1] = 50;
        var error = Assert.Throws<ArgumentException>(() => replica.ComputeAlone(batch));
        Assert.Contains("vocabulary", error.Message, StringComparison.Ordinal);
    }

    private static void Steps(Replica replica, int first, int count)
    {
        for (var step = first; step < first + count; step++)
        {
            replica.ComputeAlone(TinyModel.Batch(TinyModel.Config, 6, firstPosition: 6 * step), step);
            replica.Commit(1e-3);
        }
    }

    private static float[] Values(Replica replica, string name)
    {
        var slot = replica.Layout.Parameters[name];
        return replica.CaptureState().Values.AsSpan((int)slot.Offset, slot.Length).ToArray();
    }
}
