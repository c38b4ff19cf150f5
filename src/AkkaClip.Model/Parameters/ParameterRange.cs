namespace AkkaClip.Model.Parameters;

/// <summary>A stretch of the flat buffers, padding included.</summary>
public readonly record struct ParameterRange(long Start, long Length)
{
    public long End => Start + Length;
}
