using System.Runtime.InteropServices;
using AkkaClip.Core.Sampling;
using Xunit;

namespace AkkaClip.Model.Tests.Fused;

/// <summary>Random arrays, and comparisons with formulas in double precision.</summary>
internal static class Sample
{
    /// <summary>Pinned, uniform on [-range, range), the same for the same seed.</summary>
    public static float[] Floats(long seed, int length, double range = 1)
    {
        var values = GC.AllocateArray<float>(length, pinned: true);
        var random = CounterRandom.For(seed, RandomPurpose.GeneratedData, 0);
        foreach (ref var value in values.AsSpan())
            value = (float)random.NextDouble(-range, range);
        return values;
    }

    public static float[] Zeros(int length) => GC.AllocateArray<float>(length, pinned: true);

    public static int[] Integers(params int[] values)
    {
        var pinned = GC.AllocateArray<int>(values.Length, pinned: true);
        values.CopyTo(pinned, 0);
        return pinned;
    }

    public static unsafe float* Address(this float[] pinned) =>
        (float*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);

    public static unsafe int* Address(this int[] pinned) =>
        (int*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);

    public static void Equal(Func<int, double> expected, float[] actual, double tolerance)
    {
        for (var i = 0; i < actual.Length; i++)
        {
            var difference = Math.Abs(expected(i) - actual[i]);
            Assert.True(difference <= tolerance, $"[{i}] is {actual[i]}, not {expected(i)}: off by {difference:e2}");
        }
    }

    /// <summary>Derivative of a function with respect to one element, by central differences in double precision.</summary>
    public static double Slope(Func<double[], double> function, double[] at, int element, double step = 1e-5)
    {
        var (up, down) = ((double[])at.Clone(), (double[])at.Clone());
        up[element] += step;
        down[element] -= step;
        return (function(up) - function(down)) / (2 * step);
    }

    public static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);
}
