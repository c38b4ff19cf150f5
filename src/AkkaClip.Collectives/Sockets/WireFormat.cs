namespace AkkaClip.Collectives.Sockets;

/// <summary>How floats travel. They are summed in fp32 either way.</summary>
public enum WireFormat : byte
{
    Float32,

    /// <summary>
    /// Contributions and sums are rounded to bfloat16, to nearest even: half the bytes, 8 bits of precision. All members get
    /// the same bits.
    /// </summary>
    Bfloat16,
}
