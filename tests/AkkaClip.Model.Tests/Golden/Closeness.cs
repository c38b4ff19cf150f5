using Xunit;

namespace AkkaClip.Model.Tests.Golden;

/// <summary>The measures of the golden README: differences in every element, and relative L2 of whole tensors.</summary>
public static class Closeness
{
    public static void Elements(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double absolute, double relative, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)expected[i] - actual[i]);
            Assert.True(
                difference <= absolute + (relative * Math.Abs(expected[i])),
                $"{what}[{i}] is {actual[i]}, not {expected[i]}: off by {difference:e2}");
        }
    }

    public static void Relative(double expected, double actual, double tolerance, string what) =>
        Assert.True(
            Math.Abs(expected - actual) <= tolerance * Math.Abs(expected),
            $"{what} is {actual}, not {expected}: off by {Math.Abs(expected - actual) / Math.Abs(expected):e2} of it");

    /// <summary>|actual - expected| / |expected|</summary>
    public static double RelativeL2(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var (difference, norm) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            difference += Math.Pow((double)actual[i] - expected[i], 2);
            norm += Math.Pow(expected[i], 2);
        }

        return Math.Sqrt(difference / Math.Max(norm, double.Epsilon));
    }

    public static void L2(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        var distance = RelativeL2(expected, actual);
        Assert.True(distance <= tolerance, $"{what} is off by {distance:e2} (relative L2), more than {tolerance:e0}");
    }
}
