namespace AkkaClip.Model.Fused;

/// <summary>Pools, then normalises: CLIP's own order for one row, and <c>final_ln_after_pool</c> for the mean.</summary>
internal sealed unsafe class PoolThenNorm(IRowPooling pooling, LayerNorm norm, Linear projection, TransformerStack stack)
    : FeatureHead(projection)
{
    private readonly FloatBuffer _pooled = new();
    private readonly FloatBuffer _normed = new();
    private readonly FloatBuffer _gradPooled = new();
    private readonly FloatBuffer _statistics = new();

    public override void Dispose()
    {
        base.Dispose();
        foreach (var buffer in (FloatBuffer[])[_pooled, _normed, _gradPooled, _statistics])
            buffer.Dispose();
    }

    protected override float* Reduce(float* output, PackedSequences sequences)
    {
        var count = sequences.Count;
        var pooled = _pooled.Take((long)count * Width);
        pooling.Forward(output, pooled, sequences);
        var normed = _normed.Take((long)count * Width);
        norm.Forward(pooled, normed, _statistics.Take(2L * count), count);
        return normed;
    }

    protected override void BackwardReduce(float* gradReduced, PackedSequences sequences, bool toBlocks)
    {
        var (count, size) = (sequences.Count, (long)sequences.Count * Width);
        var gradPooled = _gradPooled.Take(size);
        norm.Backward(gradReduced, _pooled.Take(size), _statistics.Take(2L * count), gradPooled, count, accumulate: false);
        if (toBlocks)
            pooling.Backward(gradPooled, stack.GradOutput(sequences), sequences);
    }
}
