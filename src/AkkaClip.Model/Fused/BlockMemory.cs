namespace AkkaClip.Model.Fused;

/// <summary>What the forward pass of one block leaves for its backward pass. T rows, R of them computed to the end.</summary>
internal sealed unsafe class BlockMemory(BlockShape shape) : IDisposable
{
    private readonly FloatBuffer[] _buffers = [.. Enumerable.Range(0, 10).Select(_ => new FloatBuffer())];

    /// <summary>Queries, keys and values of all rows [T, 3 W]; in a pooled block keys and values [T, 2 W].</summary>
    public float* Projected { get; private set; }

    /// <summary>Queries of the pooled rows [R, W]; pooled block only.</summary>
    public float* Queries { get; private set; }

    /// <summary>What attention mixed, ahead of the output projection [R, W].</summary>
    public float* Mixed { get; private set; }

    /// <summary>Logarithms of the softmax denominators [R, H].</summary>
    public float* LogSumExp { get; private set; }

    /// <summary>The residual stream between attention and MLP [R, W].</summary>
    public float* Middle { get; private set; }

    /// <summary>The hidden layer ahead of its activation [R, M].</summary>
    public float* Hidden { get; private set; }

    /// <summary>Statistics of the first norm [2, T].</summary>
    public float* Norm1 { get; private set; }

    /// <summary>Statistics of the second norm [2, R].</summary>
    public float* Norm2 { get; private set; }

    /// <summary>The attention branch ahead of LayerScale [R, W]; null without it.</summary>
    public float* AttentionBranch { get; private set; }

    /// <summary>The MLP branch ahead of LayerScale [R, W]; null without it.</summary>
    public float* MlpBranch { get; private set; }

    public void Take(int rows, int outputRows, bool pooled)
    {
        long t = rows, r = outputRows, w = shape.Width;
        Projected = _buffers[0].Take(t * w * (pooled ? 2 : 3));
        Queries = pooled ? _buffers[1].Take(r * w) : null;
        Mixed = _buffers[2].Take(r * w);
        LogSumExp = _buffers[3].Take(r * shape.Heads);
        Middle = _buffers[4].Take(r * w);
        Hidden = _buffers[5].Take(r * shape.MlpWidth);
        Norm1 = _buffers[6].Take(2 * t);
        Norm2 = _buffers[7].Take(2 * r);
        AttentionBranch = shape.HasLayerScale ? _buffers[8].Take(r * w) : null;
        MlpBranch = shape.HasLayerScale ? _buffers[9].Take(r * w) : null;
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers)
            buffer.Dispose();
    }
}
