using AkkaClip.Model.Fused;
using AkkaClip.Model.Fused.Native;
using Xunit;

namespace AkkaClip.Model.Tests.Fused;

/// <summary>Matrix products of odd and even shapes, in every storage order, against sums in double precision.</summary>
public sealed unsafe class GemmTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 3, 5, 7 }, { 14, 32, 16 }, { 15, 33, 385 }, { 100, 70, 800 }, { 130, 1100, 40 }, { 2, 600, 1030 },
    };

    [KernelTheory]
    [MemberData(nameof(Shapes))]
    public void A_product_is_the_sum_over_the_inner_index(int m, int n, int k)
    {
        foreach (var (transposeA, transposeB, accumulate) in Orders())
            Check(m, n, k, transposeA, transposeB, accumulate, bfloat16: false, tolerance: (1e-6 * Math.Sqrt(k)) + 1e-6);
    }

    [KernelTheory]
    [MemberData(nameof(Shapes))]
    public void A_bf16_product_is_that_of_the_rounded_operands(int m, int n, int k)
    {
        if (!FusedKernels.SupportsBFloat16)
            return;
        foreach (var (transposeA, transposeB, accumulate) in Orders())
            Check(m, n, k, transposeA, transposeB, accumulate, bfloat16: true, tolerance: (1e-6 * Math.Sqrt(k)) + 1e-6);
    }

    [KernelFact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        var (a, b) = (Sample.Floats(1, 300 * 500), Sample.Floats(2, 500 * 200));
        var results = new List<float[]>();
        foreach (var threads in new[] { 1, 2, 3, 7 })
        {
            FusedKernels.SetThreads(threads);
            results.Add(new float[300 * 200]);
            FusedKernels.Multiply(a, b, results[^1], 300, 200, 500, bfloat16: false);
        }

        FusedKernels.SetThreads(0);
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_epilogue_adds_bias_scales_and_adds_the_residual(bool scaled)
    {
        const int M = 20, N = 45, K = 30;
        float[] a = Sample.Floats(1, M * K), b = Sample.Floats(2, K * N), bias = Sample.Floats(3, N), scale = Sample.Floats(4, N);
        float[] residual = Sample.Floats(5, M * N), saved = Sample.Zeros(M * N), c = Sample.Zeros(M * N);
        var epilogue = new GemmEpilogue
        {
            Bias = bias.Address(), Residual = residual.Address(), Stride = N,
            Scale = scaled ? scale.Address() : null, Saved = scaled ? saved.Address() : null,
        };
        Run(a, b, c, M, N, K, &epilogue);
        double Branch(int i) => Dot(a, b, i / N, i % N, N, K) + bias[i % N];
        Sample.Equal(i => (scaled ? scale[i % N] * Branch(i) : Branch(i)) + residual[i], c, 1e-5);
        if (scaled)
            Sample.Equal(Branch, saved, 1e-5);
    }

    [KernelTheory]
    [InlineData((int)Activation.Gelu)]
    [InlineData((int)Activation.QuickGelu)]
    public void The_epilogue_activates_and_its_gradient_is_the_slope(int activation)
    {
        const int M = 20, N = 45, K = 30;
        float[] a = Sample.Floats(1, M * K, 2), b = Sample.Floats(2, K * N, 2);
        float[] saved = Sample.Zeros(M * N), c = Sample.Zeros(M * N), gradient = Sample.Zeros(M * N);
        var forward = new GemmEpilogue { Activation = (Activation)activation, Saved = saved.Address(), Stride = N };
        Run(a, b, c, M, N, K, &forward);
        var arguments = Sample.Doubles(saved);
        Sample.Equal(i => Dot(a, b, i / N, i % N, N, K), saved, 2e-5);
        Sample.Equal(i => Activations.Value((Activation)activation, arguments[i]), c, 1e-6 * 10);

        var backward = forward with { Gradient = 1 };
        Run(a, b, gradient, M, N, K, &backward);
        Sample.Equal(
            i => arguments[i] * Sample.Slope(x => Activations.Value((Activation)activation, x[0]), [arguments[i]], 0),
            gradient, 1e-5 * 30);
        Sample.Equal(i => Activations.Value((Activation)activation, arguments[i]), saved, 1e-5);
    }

    [KernelTheory]
    [InlineData((int)Activation.Gelu)]
    [InlineData((int)Activation.QuickGelu)]
    public void Activations_are_exact_to_a_few_ulp_from_end_to_end(int activation)
    {
        // A product with the identity leaves the argument as it is.
        const int N = 4000;
        float[] one = [1], saved = Sample.Zeros(N), y = Sample.Zeros(N), x = Sample.Zeros(N);
        for (var i = 0; i < N; i++)
            x[i] = (i - (N / 2)) * 0.005f;
        var epilogue = new GemmEpilogue { Activation = (Activation)activation, Saved = saved.Address(), Stride = N };
        Run(one, x, y, 1, N, 1, &epilogue);
        for (var i = 0; i < N; i++)
        {
            var expected = Activations.Value((Activation)activation, x[i]);
            Assert.InRange(y[i] - expected, -(2e-7 * Math.Abs(x[i])) - 1e-9, (2e-7 * Math.Abs(x[i])) + 1e-9);
        }
    }

    private static IEnumerable<(bool, bool, bool)> Orders() =>
        from a in new[] { false, true }
        from b in new[] { false, true }
        from accumulate in new[] { false, true }
        select (a, b, accumulate);

    private static void Check(
        int m, int n, int k, bool transposeA, bool transposeB, bool accumulate, bool bfloat16, double tolerance)
    {
        float[] a = Sample.Floats(1, m * k), b = Sample.Floats(2, k * n), c = Sample.Floats(3, m * n);
        var before = (float[])c.Clone();
        var call = new GemmCall
        {
            A = a.Address(), B = b.Address(), C = c.Address(), M = m, N = n, K = k,
            StrideA = transposeA ? m : k, StrideB = transposeB ? k : n, StrideC = n,
            TransposeA = transposeA ? 1 : 0, TransposeB = transposeB ? 1 : 0,
            Accumulate = accumulate ? 1 : 0, Precision = bfloat16 ? 1 : 0,
        };
        Kernels.Gemm(&call);
        Func<float, double> round = bfloat16 ? RoundToBFloat16 : value => value;
        Sample.Equal(
            i =>
            {
                var sum = accumulate ? before[i] : 0.0;
                for (var p = 0; p < k; p++)
                    sum += round(a[transposeA ? (p * m) + (i / n) : (i / n * k) + p]) * round(b[transposeB ? (i % n * k) + p : (p * n) + (i % n)]);
                return sum;
            },
            c, tolerance);
    }

    private static double RoundToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7fff + ((bits >> 16) & 1)) & 0xffff0000);
    }

    private static void Run(float[] a, float[] b, float[] c, int m, int n, int k, GemmEpilogue* epilogue)
    {
        fixed (float* pa = a, pb = b, pc = c)
        {
            var call = new GemmCall
            {
                A = pa, B = pb, C = pc, M = m, N = n, K = k, StrideA = k, StrideB = n, StrideC = n, Epilogue = epilogue,
            };
            Kernels.Gemm(&call);
        }
    }

    private static double Dot(float[] a, float[] b, int row, int column, int n, int k)
    {
        var sum = 0.0;
        for (var p = 0; p < k; p++)
            sum += (double)a[(row * k) + p] * b[(p * n) + column];
        return sum;
    }
}
