using AkkaClip.Model.Fused.Native;

namespace AkkaClip.Model.Fused;

/// <summary>From the blocks' output to features: the pooled row of each sequence, its norm, its projection.</summary>
internal sealed unsafe class FeatureHead(LayerNorm norm, Linear projection, TransformerStack stack) : IDisposable
{
    private readonly FloatBuffer _pooled = new();
    private readonly FloatBuffer _normed = new();
    private readonly FloatBuffer _gradNormed = new();
    private readonly FloatBuffer _gradPooled = new();
    private readonly FloatBuffer _statistics = new();

    private int Width => projection.Inputs;

    /// <param name="output">Of the blocks: [b, W] where the last one is pooled, else [T, W].</param>
    /// <param name="features">[b, d]</param>
    public void Forward(float* output, float* features, PackedSequences sequences)
    {
        var count = sequences.Count;
        var pooled = _pooled.Take((long)count * Width);
        Kernels.GatherRows(output, PooledRows(sequences), pooled, count, Width);
        var normed = _normed.Take((long)count * Width);
        norm.Forward(pooled, normed, _statistics.Take(2L * count), count);
        projection.Forward(normed, features, count);
    }

    /// <summary>Adds the parameters' gradients, and fills the stack's output gradient if that is needed.</summary>
    /// <param name="gradFeatures">[b, d]</param>
    public void Backward(float* gradFeatures, PackedSequences sequences, bool toBlocks)
    {
        var (count, size) = (sequences.Count, (long)sequences.Count * Width);
        var gradNormed = _gradNormed.Take(size);
        projection.BackwardWeight(gradFeatures, _normed.Take(size), count);
        projection.BackwardInput(gradFeatures, gradNormed, count);
        var gradPooled = _gradPooled.Take(size);
        norm.Backward(gradNormed, _pooled.Take(size), _statistics.Take(2L * count), gradPooled, count, accumulate: false);
        if (!toBlocks)
            return;
        var gradOutput = stack.GradOutput(sequences);
        new Span<float>(gradOutput, checked((stack.IsPooled ? count : sequences.Rows) * Width)).Clear();
        Kernels.ScatterAddRows(gradPooled, PooledRows(sequences), gradOutput, count, Width);
    }

    public void Dispose()
    {
        foreach (var buffer in (FloatBuffer[])[_pooled, _normed, _gradNormed, _gradPooled, _statistics])
            buffer.Dispose();
    }

    private int* PooledRows(PackedSequences sequences) =>
        stack.IsPooled ? sequences.Index.Pointer : sequences.Pooled.Pointer;
}
