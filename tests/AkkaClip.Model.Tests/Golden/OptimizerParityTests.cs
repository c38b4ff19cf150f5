using System.Text.Json;
using AkkaClip.Core.Runs;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Safetensors;
using AkkaClip.Model.Tests.Replicas;
using Xunit;

namespace AkkaClip.Model.Tests.Golden;

public sealed class OptimizerParityTests
{
    private const int NumSteps = 5;

    [SkippableTheory]
    [MemberData(nameof(GoldenModel.Cases), MemberType = typeof(GoldenModel))]
    public void Five_optimizer_steps_are_OpenCLIPs(string? name, ComputeKind compute)
    {
        var golden = GoldenModel.Load(name, compute);
        using var replica = golden.CreateReplica();
        var steps = golden.Values.GetProperty("adamw5");
        for (var step = 0; step < NumSteps; step++)
        {
            var rows = golden.StepRows[(step * GoldenModel.MainBatch)..((step + 1) * GoldenModel.MainBatch)];
            var outcome = replica.ComputeAlone(golden.Batch(Array.ConvertAll(rows, row => (int)row)), step);
            var norm = Number(steps, "grad_norm_before_clip", step);
            Closeness.Relative(Number(steps, "loss", step), outcome.Loss, 2e-5, $"loss of step {step}");
            Closeness.Relative(norm, outcome.GradientNorm, 3e-5, $"gradient norm of step {step}");
            var commit = replica.Commit(LearningRate(golden, step, Number(steps, "lr", step)));
            Closeness.Relative(Math.Min(1, 1 / (norm + 1e-6)), commit.ClipFactor, 3e-5, $"clip factor of step {step}");
            Assert.Equal(Number(steps, "logit_scale_after", step), Math.Log(commit.LogitScale), 2e-6);
        }

        CheckWeights(golden, replica.CaptureState());
    }

    private static double Number(JsonElement steps, string name, int step) => steps.GetProperty(name)[step].GetDouble();

    /// <summary>The README's own formula, held against the recorded rate.</summary>
    private static double LearningRate(GoldenModel golden, int step, double recorded)
    {
        var parameters = golden.Scalars.GetProperty("hyper_parameters");
        var (peak, total) = (parameters.GetProperty("base_lr").GetDouble(), parameters.GetProperty("total_steps").GetInt32());
        var warmup = parameters.GetProperty("warmup_steps").GetInt32();
        var rate = step < warmup
            ? peak * (step + 1) / warmup
            : 0.5 * (1 + Math.Cos(Math.PI * (step - warmup) / (total - warmup))) * peak;
        Assert.Equal(recorded, rate, 1e-7 * peak);
        return rate;
    }

    private static void CheckWeights(GoldenModel golden, ReplicaState state)
    {
        using var before = golden.Open("weights");
        using var after = golden.Open("after5");
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.safetensors");
        OpenClipWeights.Write(path, state, new Dictionary<string, string>());
        using var actual = SafetensorsFile.Open(path);
        File.Delete(path);
        var (expectedUpdate, actualUpdate) = (new List<float>(), new List<float>());
        Assert.Equal(
            after.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal),
            actual.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
        foreach (var entry in after.Entries.Where(entry => entry.Dtype == TensorDtype.F32))
        {
            var (expected, found) = (after.ReadFloats(entry.Name), actual.ReadFloats(entry.Name));
            if (entry.Name.Contains("running_", StringComparison.Ordinal))
            {
                Closeness.Elements(expected, found, 1e-5, 0, entry.Name);
                continue;
            }

            Closeness.Elements(expected, found, 5e-5, 0, entry.Name);
            var start = before.ReadFloats(entry.Name);
            expectedUpdate.AddRange(expected.Zip(start, (end, first) => end - first));
            actualUpdate.AddRange(found.Zip(start, (end, first) => end - first));
        }

        Closeness.L2([.. expectedUpdate], [.. actualUpdate], 2e-4, "the whole update");
        foreach (var entry in after.Entries.Where(entry => entry.Dtype == TensorDtype.I64))
            Assert.Equal(after.ReadIntegers(entry.Name), actual.ReadIntegers(entry.Name));
    }
}
