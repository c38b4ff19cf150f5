using AkkaClip.Core.Runs;
using AkkaClip.Model.Fused;

namespace AkkaClip.Benchmarks.Steps;

/// <summary>
/// Samples a second of the whole training step (forward, loss, backward, clip, AdamW), every variant in a duel with the
/// product as it is by default, beside the machine's fastest matrix product.
/// </summary>
internal static class StepBenchmark
{
    private const string Row = "{0,-36}{1,12}{2,8}{3,18}{4,12}{5,14}";

    public static void Run(StepOptions options)
    {
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        Console.WriteLine(FusedKernels.IsAvailable
            ? $"fused kernels: {FusedKernels.InstructionSet}, bf16: {FusedKernels.BFloat16Unit}; {threads} threads"
            : $"no fused kernels: {FusedKernels.Unavailable}");
        foreach (var workload in Workload.All.Where(workload => options.Workloads.Contains(workload.Name)))
            Run(workload, options, threads);
    }

    private static void Run(Workload workload, StepOptions options, int threads)
    {
        var peaks = Peaks.Measure(threads);
        Console.WriteLine();
        Console.WriteLine(
            $"{workload.Name}, batch {workload.BatchSize}, captions of {workload.CaptionLengths().Average():f0} tokens in {workload.Config.Text.ContextLength}");
        Console.WriteLine($"fastest matrix product: fp32 {peaks.Float32 / 1e9:f0} GFLOP/s, bf16 {peaks.BFloat16 / 1e9:f0} GFLOP/s");
        Console.WriteLine(Row, "", "samples/s", "of on", "of OpenCLIP-like", "GFLOP/s", "of GEMM peak");
        using var baseline = Variant.Baseline.Create(workload, threads);
        double? ofReference = null;
        foreach (var variant in Variant.Others.Where(variant => Wanted(variant, options)))
        {
            using var other = variant.Create(workload, threads);
            var duel = Duel.Fight(baseline, other, options.Repeats);
            if (variant == Variant.Reference)
                ofReference = duel.Second / duel.First;
            if (variant == Variant.Reference || ofReference is null)
                Print(Variant.Baseline, workload, duel.First, 1, ofReference, peaks);
            Print(variant, workload, duel.Second, duel.First / duel.Second, ofReference * duel.First / duel.Second, peaks);
        }
    }

    private static bool Wanted(Variant variant, StepOptions options) =>
        options.Variants.IsEmpty || options.Variants.Any(text => variant.Name.Contains(text, StringComparison.OrdinalIgnoreCase));

    private static void Print(
        Variant variant, Workload workload, double seconds, double ofOn, double? ofReference, Peaks peaks)
    {
        var rate = StepArithmetic.Flops(workload, variant.Towers) / seconds;
        var peak = variant.Towers.Precision == PrecisionKind.BFloat16 ? peaks.BFloat16 : peaks.Float32;
        Console.WriteLine(
            Row, variant.Name, $"{workload.BatchSize / seconds:f2}", $"{ofOn:f2}", ofReference is { } of ? $"{of:f2}" : "-",
            $"{rate / 1e9:f0}", $"{rate / peak:p0}");
    }

    /// <summary>The machine's fastest matrix products, FLOP/s.</summary>
    private sealed record Peaks(double Float32, double BFloat16)
    {
        public static Peaks Measure(int threads) => new(GemmPeak.Float32(threads), GemmPeak.BFloat16(threads));
    }
}
