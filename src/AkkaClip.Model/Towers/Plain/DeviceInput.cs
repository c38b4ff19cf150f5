using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AkkaClip.Model.Towers.Plain;

/// <summary>Brings host arrays to the device.</summary>
internal static class DeviceInput
{
    /// <summary>A tensor of host integers on a device.</summary>
    public static Tensor Integers(long[] values, ReadOnlySpan<long> shape, Device device) =>
        tensor(values, shape, int64, device);

    /// <summary>Bytes as uint8 on a device, shared with the array where the device is the CPU.</summary>
    public static Tensor Bytes(ReadOnlyMemory<byte> bytes, Device device, params long[] shape)
    {
        if (!MemoryMarshal.TryGetArray(bytes, out var array))
            array = new ArraySegment<byte>(bytes.ToArray());
        return frombuffer(array.Array!, ScalarType.Byte, array.Count, array.Offset).to(device).view(shape);
    }
}
