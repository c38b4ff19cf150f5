namespace AkkaClip.Data.Images;

/// <summary>A decoded picture, [height, width, 3] RGB, in a buffer that is kept and grown from picture to picture.</summary>
public sealed class RgbImage
{
    /// <summary>Bytes behind the last pixel that may be read, so that vector loads need no tail.</summary>
    public const int Padding = 64;

    // One huge picture must not pin its memory for the rest of the run.
    private const int KeptBytes = 32 << 20;

    private byte[] _buffer = [];

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>The pixels, row by row without gaps, with <see cref="Padding"/> readable bytes behind them.</summary>
    public ReadOnlySpan<byte> PaddedPixels => _buffer.AsSpan(0, Length + Padding);

    /// <summary>The pixels, row by row without gaps.</summary>
    public Span<byte> Pixels => _buffer.AsSpan(0, Length);

    private int Length => checked(Width * Height * 3);

    /// <summary>Makes room for a picture; the pixels are undefined until written.</summary>
    public void Reset(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var needed = checked((width * height * 3) + Padding);
        if (_buffer.Length < needed || (_buffer.Length > KeptBytes && needed < KeptBytes))
            _buffer = GC.AllocateUninitializedArray<byte>(needed);
        (Width, Height) = (width, height);
    }

    /// <summary>Takes over the pixels of a picture that was decoded earlier.</summary>
    /// <param name="pixels">[height, width, 3].</param>
    public void Set(ReadOnlySpan<byte> pixels, int width, int height)
    {
        Reset(width, height);
        pixels.CopyTo(Pixels);
    }
}
