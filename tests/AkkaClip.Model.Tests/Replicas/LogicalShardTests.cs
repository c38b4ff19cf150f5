using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Model.Fused;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Model.Tests.Replicas;

/// <summary>With logical shards the bits of a run do not depend on how many trainers compute it.</summary>
public class LogicalShardTests
{
    private const int NumSteps = 3;

    public static IEnumerable<object[]> Cases =>
        from shards in new[] { 4, 6 }
        from compute in new[] { ComputeKind.Plain, ComputeKind.Fused }
        from loss in Enum.GetValues<LossKind>()
        select new object[] { shards, compute, loss };

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Losses_norms_and_weights_are_the_same_bits_for_any_number_of_trainers(int shards, ComputeKind compute, LossKind loss)
    {
        var options = Options(compute, loss);
        var plan = new BatchPlan(15, shards);
        var alone = Train(options, plan, numTrainers: 1);
        Assert.NotEqual(alone.Steps[0].Loss, alone.Steps[^1].Loss); // something was learnt
        for (var numTrainers = 2; numTrainers <= 7; numTrainers++)
            AssertSame(alone, Train(options, plan, numTrainers));
    }

    [Fact]
    public void The_number_of_trainers_may_change_between_two_steps()
    {
        var options = Options(ComputeKind.Plain, LossKind.Clip);
        var plan = new BatchPlan(15, 4);
        AssertSame(Train(options, plan, threads: 1, [1, 1, 1]), Train(options, plan, threads: 1, [3, 1, 2]));
    }

    [Fact]
    public void Micro_batches_patch_dropout_and_batch_norm_change_nothing_about_that()
    {
        var dropout = Options(ComputeKind.Plain, LossKind.Clip);
        dropout = dropout with { MicroBatch = 2, Towers = dropout.Towers with { PatchDropout = 0.5 } };
        AssertSame(Train(dropout, new BatchPlan(15, 4), 1), Train(dropout, new BatchPlan(15, 4), 3));
        var resnet = TinyModel.Options(TinyModel.ResNetConfig);
        AssertSame(Train(resnet, new BatchPlan(8, 4), 1), Train(resnet, new BatchPlan(8, 4), 3));
    }

    /// <summary>As a check of the test: without shards the sums are others, if only by their last bits.</summary>
    [Fact]
    public void Without_shards_results_are_close_and_not_the_same_bits()
    {
        var options = Options(ComputeKind.Plain, LossKind.Clip);
        var (alone, four) = (Train(options, new BatchPlan(15), 1), Train(options, new BatchPlan(15), 4));
        Assert.NotEqual(alone.Weights, four.Weights);
        Assert.Equal(alone.Steps[^1].Loss, four.Steps[^1].Loss, 1e-5 * alone.Steps[^1].Loss);
        var sharded = Train(options, new BatchPlan(15, 4), 1);
        Assert.Equal(alone.Steps[^1].Loss, sharded.Steps[^1].Loss, 1e-5 * alone.Steps[^1].Loss);
    }

    [SkippableTheory]
    [InlineData(LossKind.Clip)]
    [InlineData(LossKind.SigLip)]
    public void With_the_fused_towers_the_number_of_threads_does_not_matter_either(LossKind loss)
    {
        var options = Options(ComputeKind.Fused, loss);
        var plan = new BatchPlan(260, 2); // tiles large enough for libtorch to share them out
        AssertSame(Train(options, plan, threads: 1, [1]), Train(options, plan, threads: 3, [1]));
    }

    [Fact]
    public void Shared_batch_statistics_are_refused()
    {
        var options = TinyModel.Options(TinyModel.ResNetConfig);
        options = options with { Towers = options.Towers with { SyncBatchNorm = true } };
        var error = Assert.Throws<UserErrorException>(() => Train(options, new BatchPlan(8, 4), 2));
        Assert.Contains("logical-shards", error.Message, StringComparison.Ordinal);
    }

    private static ReplicaOptions Options(ComputeKind compute, LossKind loss)
    {
        Skip.If(compute == ComputeKind.Fused && FusedKernels.Unavailable is not null, FusedKernels.Unavailable);
        return TinyModel.Options(TinyModel.Config.ForLoss(loss)) with { Compute = compute, Loss = loss };
    }

    private static Course Train(ReplicaOptions options, BatchPlan plan, int numTrainers) =>
        Train(options, plan, threads: 1, [.. Enumerable.Repeat(numTrainers, NumSteps)]);

    /// <param name="trainers">How many there are in each step; later ones take their state from the first.</param>
    private static Course Train(ReplicaOptions options, BatchPlan plan, int threads, int[] trainers)
    {
        using var first = TinyModel.Roughen(TinyModel.Create(options));
        var state = first.CaptureState();
        var steps = new List<StepOutcome>();
        for (var step = 0; step < trainers.Length; step++)
        {
            using var group = new ReplicaGroup(options, trainers[step]);
            var (before, context) = (state, StepContext.Of(step, plan, trainers[step]));
            var outcomes = group.OnAll((rank, replica, member) =>
            {
                replica.SetThreads(threads);
                replica.RestoreState(before);
                var slice = plan.Slice(context.Step, rank, member.WorldSize);
                var outcome = replica.ComputeGradients(TinyModel.Batch(options.Config, slice.Count, slice.Start), context, member);
                replica.Commit(learningRate: 1e-2);
                return outcome;
            });
            Assert.Single(outcomes.Select(outcome => outcome.Loss).Distinct());
            Assert.Single(group.Replicas.Select(replica => replica.Checksum()).Distinct());
            steps.Add(outcomes[0]);
            state = group.Replicas[^1].CaptureState();
        }

        return new Course(steps, state.Values, state.SecondMoments);
    }

    private static void AssertSame(Course expected, Course actual)
    {
        Assert.Equal(expected.Steps.Select(Bits), actual.Steps.Select(Bits));
        Assert.Equal(expected.Weights, actual.Weights);
        Assert.Equal(expected.SecondMoments, actual.SecondMoments);
    }

    private static (long Loss, long Norm, long Scale) Bits(StepOutcome step) => (
        BitConverter.DoubleToInt64Bits(step.Loss), BitConverter.DoubleToInt64Bits(step.GradientNorm), BitConverter.DoubleToInt64Bits(step.LogitScale));

    private sealed record Course(IReadOnlyList<StepOutcome> Steps, float[] Weights, float[] SecondMoments);
}
