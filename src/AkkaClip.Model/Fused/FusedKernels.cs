using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using AkkaClip.Model.Fused.Native;

namespace AkkaClip.Model.Fused;

/// <summary>Whether this process has the fused CPU kernels, what they use of the CPU, and how many threads.</summary>
public static unsafe class FusedKernels
{
    private const int AbiVersion = 2;

    private static readonly Lazy<string?> Problem = new(FindProblem);

    public static bool IsAvailable => Problem.Value is null;

    /// <summary>Why there are no kernels; null: there are.</summary>
    public static string? Unavailable => Problem.Value;

    /// <summary>avx512, avx2 or baseline.</summary>
    public static string InstructionSet => Marshal.PtrToStringUTF8((nint)Kernels.InstructionSet())!;

    /// <summary>What multiplies bf16 matrices: amx, avx512_bf16 or none.</summary>
    public static string BFloat16Unit => Marshal.PtrToStringUTF8((nint)Kernels.BFloat16Unit())!;

    public static bool SupportsBFloat16 => IsAvailable && BFloat16Unit != "none";

    /// <summary>Threads of the kernels that the calling thread runs from now on. 0: one a core.</summary>
    public static void SetThreads(int threads)
    {
        if (IsAvailable)
            Kernels.SetThreads(threads);
    }

    /// <summary>c = a b of fp32 matrices, for measuring the machine. a [m, k], b [k, n], c [m, n].</summary>
    public static void Multiply(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool bfloat16)
    {
        if (a.Length != (long)m * k || b.Length != (long)k * n || c.Length != (long)m * n)
            throw new ArgumentException($"The matrices do not have the sizes of a product of [{m}, {k}] and [{k}, {n}].");
        fixed (float* pa = a, pb = b, pc = c)
        {
            var call = new GemmCall
            {
                A = pa, B = pb, C = pc, M = m, N = n, K = k, StrideA = k, StrideB = n, StrideC = n, Precision = bfloat16 ? 1 : 0,
            };
            Kernels.Gemm(&call);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever the loader throws means that there are no kernels; the reason is kept.")]
    private static string? FindProblem()
    {
        try
        {
            var version = Kernels.AbiVersion();
            return version == AbiVersion
                ? null
                : $"lib{Kernels.Library}.so has version {version}, version {AbiVersion} is needed; build again.";
        }
        catch (Exception exception)
        {
            return $"lib{Kernels.Library}.so could not be loaded ({exception.Message}); it is built where cmake and g++ are installed.";
        }
    }
}
