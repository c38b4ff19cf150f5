using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AkkaClip.Model.Safetensors;

/// <summary>Widens stored floats to fp32, exactly.</summary>
internal static class FloatConversion
{
    private const int ChunkElements = 1 << 20;

    /// <exception cref="SafetensorsException">The tensor holds no F32, F16 or BF16.</exception>
    public static void Widen(SafetensorsFile file, SafetensorsEntry entry, Span<float> destination)
    {
        var elementBytes = entry.Dtype.NumBytes();
        for (var first = 0; first < destination.Length; first += ChunkElements)
        {
            var part = destination.Slice(first, Math.Min(ChunkElements, destination.Length - first));
            var bytes = file.Bytes(entry, (long)first * elementBytes, part.Length * elementBytes);
            switch (entry.Dtype)
            {
                case TensorDtype.F32:
                    bytes.CopyTo(MemoryMarshal.AsBytes(part));
                    break;
                case TensorDtype.F16:
                    TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), part);
                    break;
                case TensorDtype.BF16:
                    WidenBFloat16(MemoryMarshal.Cast<byte, ushort>(bytes), part);
                    break;
                default:
                    throw new SafetensorsException(
                        file.Path, $"tensor '{entry.Name}' is {entry.Dtype}; F32, F16 or BF16 was expected");
            }
        }
    }

    /// <summary>A bfloat16 is the upper half of a float.</summary>
    private static void WidenBFloat16(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        for (var i = 0; i < source.Length; i++)
            destination[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
    }
}
