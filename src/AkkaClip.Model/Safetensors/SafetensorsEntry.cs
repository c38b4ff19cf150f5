using System.Collections.Immutable;

namespace AkkaClip.Model.Safetensors;

/// <summary>What the header says of one tensor.</summary>
/// <param name="Start">First byte, counted from the end of the header.</param>
/// <param name="NumBytes">Exactly what shape and type ask for.</param>
public sealed record SafetensorsEntry(
    string Name, TensorDtype Dtype, ImmutableArray<long> Shape, long Start, long NumBytes)
{
    public long End => Start + NumBytes;

    public long NumElements => NumBytes / Dtype.NumBytes();
}
