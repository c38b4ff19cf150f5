using AkkaClip.Model.Fused.Native;

namespace AkkaClip.Model.Tests.Fused;

/// <summary>The activation functions by their definitions, in double precision.</summary>
internal static class Activations
{
    public static double Value(Activation activation, double x) => activation switch
    {
        Activation.Gelu => x * NormalDistribution(x),
        Activation.QuickGelu => x / (1 + Math.Exp(-1.702 * x)),
        _ => x,
    };

    /// <summary>The integral of the normal density up to x, by Simpson's rule from 0.</summary>
    private static double NormalDistribution(double x)
    {
        const int Steps = 400;
        var width = Math.Min(Math.Abs(x), 9) / Steps;
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
            sum += Math.Exp(-0.5 * i * width * i * width) * (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2);
        var half = sum * width / 3 / Math.Sqrt(2 * Math.PI);
        return x > 0 ? 0.5 + half : 0.5 - half;
    }
}
