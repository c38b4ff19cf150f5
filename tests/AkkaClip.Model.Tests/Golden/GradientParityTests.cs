using AkkaClip.Core.Runs;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Tests.Replicas;
using Xunit;

namespace AkkaClip.Model.Tests.Golden;

public sealed class GradientParityTests
{
    [SkippableTheory]
    [MemberData(nameof(GoldenModel.Cases), MemberType = typeof(GoldenModel))]
    public void Every_parameter_gradient_is_OpenCLIPs(string? name, ComputeKind compute)
    {
        var golden = GoldenModel.Load(name, compute);
        Skip.IfNot(golden.Has("grads"), "only norms are stored for the main batch");
        using var replica = golden.CreateReplica();
        Compute(golden, replica, GoldenModel.MainBatch);
        Check(golden, replica, "grads");
    }

    [SkippableTheory]
    [MemberData(nameof(GoldenModel.Cases), MemberType = typeof(GoldenModel))]
    public void Every_gradient_of_the_batch_of_twelve_is_OpenCLIPs(string? name, ComputeKind compute)
    {
        var golden = GoldenModel.Load(name, compute);
        Skip.IfNot(golden.Has("grads_batch12"), "not stored for this model");
        using var replica = golden.CreateReplica();
        Compute(golden, replica, 12);
        Check(golden, replica, "grads_batch12");
    }

    [SkippableTheory]
    [MemberData(nameof(GoldenModel.Cases), MemberType = typeof(GoldenModel))]
    public void Norm_of_every_gradient_is_OpenCLIPs(string? name, ComputeKind compute)
    {
        var golden = GoldenModel.Load(name, compute);
        Skip.IfNot(golden.Scalars.TryGetProperty("grad_l2_norms_batch8", out var norms), "not stored for this model");
        using var replica = golden.CreateReplica();
        Compute(golden, replica, GoldenModel.MainBatch);
        var zeroInTheory = Zeros(golden, "grads");
        foreach (var norm in norms.EnumerateObject().Where(norm => !zeroInTheory.Contains(norm.Name)))
        {
            var gradient = replica.Gradient(norm.Name);
            var length = Math.Sqrt(gradient.Sum(value => (double)value * value));
            Closeness.Relative(norm.Value.GetDouble(), length, 1e-4, norm.Name);
        }
    }

    private static void Compute(GoldenModel golden, Replica replica, int count)
    {
        var expected = golden.Values.GetProperty($"train_batch{count}");
        var outcome = replica.ComputeAlone(golden.Batch(GoldenModel.Rows(0, count)));
        Closeness.Relative(expected.GetProperty("loss").GetDouble(), outcome.Loss, 5e-6, "loss");
        Closeness.Relative(expected.GetProperty("grad_norm").GetDouble(), outcome.GradientNorm, 3e-5, "gradient norm");
        Assert.True(outcome.IsFinite);
    }

    private static void Check(GoldenModel golden, Replica replica, string file)
    {
        using var grads = golden.Open(file);
        var zeroInTheory = Zeros(golden, file);
        var (all, expectedAll) = (new List<float>(), new List<float>());
        foreach (var entry in grads.Entries)
        {
            var (expected, actual) = (grads.ReadFloats(entry.Name), replica.Gradient(entry.Name));
            all.AddRange(actual);
            expectedAll.AddRange(expected);
            if (!zeroInTheory.Contains(entry.Name))
                Closeness.L2(expected, actual, 1e-4, entry.Name);
        }

        Assert.Equal(replica.Layout.Parameters.NumParameters, all.Count);
        Closeness.L2([.. expectedAll], [.. all], 2e-5, "the whole gradient");
        var norm = Math.Sqrt(expectedAll.Sum(value => (double)value * value));
        foreach (var name in zeroInTheory)
            Assert.All(replica.Gradient(name), value => Assert.InRange(value, -1e-5 * norm, 1e-5 * norm));
    }

    private static HashSet<string> Zeros(GoldenModel golden, string file)
    {
        var noise = golden.Scalars.GetProperty("noise_f32_vs_f64");
        var key = file == "grads" ? "grads_batch8" : file;
        return noise.TryGetProperty(key, out var entry) && entry.TryGetProperty("zero_in_exact_arithmetic", out var names)
            ? [.. names.EnumerateArray().Select(name => name.ToString())]
            : [];
    }
}
