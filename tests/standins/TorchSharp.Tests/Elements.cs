using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>What the tests read from tensors and compare with numbers worked out by hand.</summary>
internal static class Elements
{
    public static float[] Of(Tensor tensor) => tensor.to_type(ScalarType.Float32).cpu().data<float>().ToArray();

    public static void Near(float[] expected, Tensor actual, double tolerance = 1e-5)
    {
        var elements = Of(actual);
        Assert.Equal(expected.Length, elements.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - elements[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"element {i}: expected {expected[i]}, got {elements[i]}");
    }
}
