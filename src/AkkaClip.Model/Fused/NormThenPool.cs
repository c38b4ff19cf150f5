namespace AkkaClip.Model.Fused;

/// <summary>Normalises every row, then pools: OpenCLIP's order for <c>pool_type: avg</c>.</summary>
internal sealed unsafe class NormThenPool(IRowPooling pooling, LayerNorm norm, Linear projection, TransformerStack stack)
    : FeatureHead(projection)
{
    private readonly FloatBuffer _normed = new();
    private readonly FloatBuffer _pooled = new();
    private readonly FloatBuffer _statistics = new();
    private float* _output;

    public override void Dispose()
    {
        base.Dispose();
        foreach (var buffer in (FloatBuffer[])[_normed, _pooled, _statistics])
            buffer.Dispose();
    }

    protected override float* Reduce(float* output, PackedSequences sequences)
    {
        var rows = sequences.Rows;
        _output = output;
        var normed = _normed.Take((long)rows * Width);
        norm.Forward(output, normed, _statistics.Take(2L * rows), rows);
        var pooled = _pooled.Take((long)sequences.Count * Width);
        pooling.Forward(normed, pooled, sequences);
        return pooled;
    }

    protected override void BackwardReduce(float* gradReduced, PackedSequences sequences, bool toBlocks)
    {
        var rows = sequences.Rows;
        // What was normed is not needed any more: its gradient takes its place.
        var gradNormed = _normed.Take((long)rows * Width);
        pooling.Backward(gradReduced, gradNormed, sequences);
        norm.Backward(gradNormed, _output, _statistics.Take(2L * rows), stack.GradOutput(sequences), rows, accumulate: false);
    }
}
