using AkkaClip.Model.Fused.Native;

namespace AkkaClip.Model.Fused;

/// <summary>Layer norm over the width (Ba et al. 2016), epsilon 1e-5. Statistics: mean and reciprocal deviation, [2, rows].</summary>
internal sealed unsafe class LayerNorm(WeightSource weights, int width)
{
    private const float Epsilon = 1e-5f;

    private readonly Weight _weight = weights["weight"];
    private readonly Weight _bias = weights["bias"];

    public void Forward(float* x, float* y, float* statistics, int rows) => Kernels.LayerNormForward(
        x, _weight.Values, _bias.Values, y, statistics, statistics + rows, rows, width, Epsilon);

    /// <summary>The forward pass's y again.</summary>
    public void Repeat(float* x, float* statistics, float* y, int rows) => Kernels.LayerNormRepeat(
        x, _weight.Values, _bias.Values, statistics, statistics + rows, y, rows, width);

    /// <param name="accumulate">Add to <paramref name="gradX"/>; otherwise set it.</param>
    public void Backward(float* gradY, float* x, float* statistics, float* gradX, int rows, bool accumulate) =>
        Kernels.LayerNormBackward(
            gradY, x, _weight.Values, statistics, statistics + rows, gradX, _weight.Gradients, _bias.Gradients, rows, width,
            accumulate ? 1 : 0);
}
