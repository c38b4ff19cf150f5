using TorchSharp;
using static TorchSharp.torch;

namespace AkkaClip.Model.Losses;

/// <summary>Sums whose order does not depend on the number of threads.</summary>
internal static class OrderedSum
{
    /// <summary>The sum of a matrix or vector, in fp64.</summary>
    /// <remarks>
    /// Threads share out the rows of a sum over rows. A sum of everything they would share out by itself, and add their
    /// parts: other bits with another number of threads. Of what is left, few enough, one thread makes the sum.
    /// </remarks>
    public static double Of(Tensor values) =>
        values.dim() == 1 ? values.sum(ScalarType.Float64).ToDouble() : values.sum([1], keepdim: false, ScalarType.Float64).sum().ToDouble();
}
