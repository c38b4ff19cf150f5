using System.Diagnostics;
using AkkaClip.Model.Fused;
using static TorchSharp.torch;

namespace AkkaClip.Benchmarks.Steps;

/// <summary>
/// The fastest matrix product that this machine does, in FLOP/s: the better of libtorch's BLAS and the fused kernels, on
/// a shape that suits both.
/// </summary>
internal static class GemmPeak
{
    private const int Size = 1536;
    private const int Repeats = 12;

    public static double Float32(int threads) => Math.Max(Torch(threads, ScalarType.Float32), Fused(threads, bfloat16: false));

    /// <summary>0 where the CPU has no bf16 products.</summary>
    public static double BFloat16(int threads) => FusedKernels.SupportsBFloat16
        ? Math.Max(Torch(threads, ScalarType.BFloat16), Fused(threads, bfloat16: true))
        : 0;

    private static double Torch(int threads, ScalarType type)
    {
        set_num_threads(threads > 0 ? threads : Environment.ProcessorCount);
        using var _ = no_grad();
        using var a = randn(Size, Size).to_type(type);
        using var b = randn(Size, Size).to_type(type);
        return Best(() => a.matmul(b).Dispose());
    }

    private static double Fused(int threads, bool bfloat16)
    {
        if (!FusedKernels.IsAvailable)
            return 0;
        FusedKernels.SetThreads(threads);
        var (a, b, c) = (new float[Size * Size], new float[Size * Size], new float[Size * Size]);
        a.AsSpan().Fill(0.5f);
        b.AsSpan().Fill(0.25f);
        return Best(() => FusedKernels.Multiply(a, b, c, Size, Size, Size, bfloat16));
    }

    private static double Best(Action multiply)
    {
        var best = double.MaxValue;
        for (var i = 0; i < Repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            multiply();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 2.0 * Size * Size * Size / best;
    }
}
