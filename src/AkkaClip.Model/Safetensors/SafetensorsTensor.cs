using System.Collections.Immutable;

namespace AkkaClip.Model.Safetensors;

/// <summary>A tensor to be written.</summary>
/// <param name="WriteTo">Writes the elements in row-major order, little-endian; exactly what shape and type ask for.</param>
public sealed record SafetensorsTensor(
    string Name, TensorDtype Dtype, ImmutableArray<long> Shape, Action<Stream> WriteTo)
{
    public long NumBytes => Shape.Aggregate((long)Dtype.NumBytes(), (product, extent) => checked(product * extent));
}
