namespace AkkaClip.Model.Fused;

/// <summary>Memory that all blocks of a tower use in turn. T rows, R of them computed to the end.</summary>
internal sealed unsafe class BlockScratch(BlockShape shape) : IDisposable
{
    private readonly FloatBuffer[] _buffers = [.. Enumerable.Range(0, 6).Select(_ => new FloatBuffer())];

    /// <summary>A norm's output [T, W].</summary>
    public float* Normed { get; private set; }

    /// <summary>The hidden layer behind its activation, or its gradient [R, M].</summary>
    public float* Activated { get; private set; }

    /// <summary>Gradient of a norm's output [T, W].</summary>
    public float* GradNormed { get; private set; }

    /// <summary>Gradient of the projected queries, keys and values [T, 3 W].</summary>
    public float* GradProjected { get; private set; }

    /// <summary>[R, W].</summary>
    public float* Rows { get; private set; }

    /// <summary>[R, W].</summary>
    public float* MoreRows { get; private set; }

    public void Take(int rows, int outputRows, bool backward)
    {
        long t = rows, r = outputRows, w = shape.Width;
        Normed = _buffers[0].Take(t * w);
        Activated = _buffers[1].Take(r * shape.MlpWidth);
        Rows = _buffers[2].Take(r * w);
        if (!backward)
            return;
        GradNormed = _buffers[3].Take(t * w);
        GradProjected = _buffers[4].Take(t * w * 3);
        MoreRows = _buffers[5].Take(r * w);
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers)
            buffer.Dispose();
    }
}
