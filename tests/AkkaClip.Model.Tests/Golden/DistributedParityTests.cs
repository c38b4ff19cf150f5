using AkkaClip.Core.Runs;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Tests.Replicas;
using Xunit;

namespace AkkaClip.Model.Tests.Golden;

/// <summary>Any number of trainers, any split and any micro-batch give the gradient of one trainer.</summary>
public sealed class DistributedParityTests
{
    private static readonly int[][] Splits = [[12], [5, 7], [3, 5, 4], [1, 6, 2, 3], [9, 0, 3]];

    public static IEnumerable<object?[]> Cases() =>
        from name in GoldenModel.Names()
        from split in Splits
        from microBatch in new[] { 0, 2, 5 }
        select new[] { name[0], split, microBatch };

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Trainers_and_micro_batches_give_the_gradient_of_one(string? name, int[] split, int microBatch) =>
        Check(name, split, options => options, microBatch);

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void So_they_do_with_patch_dropout_and_the_sigmoid_loss(string? name, int[] split, int microBatch) =>
        Check(name, split, options => options with
        {
            Config = options.Config.ForLoss(LossKind.SigLip),
            Loss = LossKind.SigLip,
            InitialWeights = null,
            Towers = options.Towers with { PatchDropout = 0.5 },
        }, microBatch);

    [SkippableFact]
    public void Three_trainers_give_the_stored_gradient_of_the_batch_of_twelve()
    {
        var golden = GoldenModel.Names()
            .Where(name => name[0] is not "coca")
            .Select(name => GoldenModel.Load((string?)name[0]))
            .First(model => model.Has("grads_batch12"));
        using var grads = golden.Open("grads_batch12");
        using var group = new ReplicaGroup(golden.Options() with { MicroBatch = 2 }, 3);
        group.Compute((first, count) => golden.Batch(GoldenModel.Rows(first, count)), 3, 5, 4);
        foreach (var entry in grads.Entries)
            Closeness.L2(grads.ReadFloats(entry.Name), group.Replicas[1].Gradient(entry.Name), 1e-4, entry.Name);
    }

    private static void Check(string? name, int[] split, Func<ReplicaOptions, ReplicaOptions> change, int microBatch)
    {
        var golden = GoldenModel.Load(name);
        Skip.If(golden.Config.Vision is ResNetConfig, "batch statistics of a ResNet are shared by option, see the tests of that");
        var options = change(golden.Options());
        using var single = Replica.Create(options, TimeProvider.System);
        var expected = single.ComputeAlone(golden.Batch(GoldenModel.Rows(0, 12)));
        using var group = new ReplicaGroup(options with { MicroBatch = microBatch }, split.Length);
        var outcomes = group.Compute((first, count) => golden.Batch(GoldenModel.Rows(first, count)), [.. split]);

        Closeness.Relative(expected.Loss, outcomes[0].Loss, 5e-6, "loss");
        Closeness.L2(single.Gradients(), group.Replicas[0].Gradients(), 1e-5, "the gradient");
        Assert.All(outcomes, outcome => Assert.Equal(outcomes[0].GradientNorm, outcome.GradientNorm));
        Assert.All(group.Replicas, replica => Assert.Equal(group.Replicas[0].Gradients(), replica.Gradients()));
    }
}
