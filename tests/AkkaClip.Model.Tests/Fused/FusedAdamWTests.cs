using AkkaClip.Model.Fused.Native;
using Xunit;

namespace AkkaClip.Model.Tests.Fused;

public sealed unsafe class FusedAdamWTests
{
    [KernelFact]
    public void An_update_is_decay_moments_and_step_of_the_scaled_gradient()
    {
        const int N = 5003;
        const double Rate = 1e-2, Beta1 = 0.9, Beta2 = 0.98, Epsilon = 1e-6, Decay = 0.2, Clip = 0.5;
        float[] p = Sample.Floats(1, N), g = Sample.Floats(2, N), m = Sample.Floats(3, N, 0.1), v = Sample.Floats(4, N, 0.1);
        for (var i = 0; i < N; i++)
            v[i] = Math.Abs(v[i]);
        var (p0, g0, m0, v0) = (Sample.Doubles(p), Sample.Doubles(g), Sample.Doubles(m), Sample.Doubles(v));
        var call = new AdamWCall
        {
            LearningRate = (float)Rate, Beta1 = (float)Beta1, Beta2 = (float)Beta2, Epsilon = (float)Epsilon,
            WeightDecay = (float)Decay, GradientScale = (float)Clip,
            Bias1 = 1 - Math.Pow(Beta1, 3), Bias2 = 1 - Math.Pow(Beta2, 3), ZeroGradient = 1,
        };
        Kernels.AdamW(p.Address(), g.Address(), m.Address(), v.Address(), N, &call);

        double First(int i) => (Beta1 * m0[i]) + ((1 - Beta1) * Clip * g0[i]);
        double Second(int i) => (Beta2 * v0[i]) + ((1 - Beta2) * Math.Pow(Clip * g0[i], 2));
        Sample.Equal(First, m, 1e-7);
        Sample.Equal(Second, v, 1e-7);
        Sample.Equal(
            i => (p0[i] * (1 - (Rate * Decay)))
                - (Rate / (1 - Math.Pow(Beta1, 3)) * First(i) / ((Math.Sqrt(Second(i)) / Math.Sqrt(1 - Math.Pow(Beta2, 3))) + Epsilon)),
            p, 1e-6);
        Sample.Equal(_ => 0, g, 0);
    }

    [KernelTheory]
    [InlineData(1)]
    [InlineData(70_001)]
    [InlineData(200_000)]
    public void The_sum_of_squares_is_taken_in_double_precision(int length)
    {
        var x = Sample.Floats(1, length, 100);
        var expected = x.Sum(value => (double)value * value);
        Assert.Equal(expected, Kernels.SumOfSquares(x.Address(), length), 1e-9 * expected);
    }
}
