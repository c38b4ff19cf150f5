using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AkkaClip.Model.Parameters;

/// <summary>Copies between flat fp32 tensors of any device and host arrays, without a span over more than 2 GiB.</summary>
internal static class TensorCopy
{
    private const long BlockElements = 1 << 24;

    public static float[] ToHost(Tensor flat)
    {
        var values = GC.AllocateUninitializedArray<float>(checked((int)flat.NumberOfElements));
        for (var start = 0L; start < values.Length; start += BlockElements)
        {
            using var scope = NewDisposeScope();
            var block = flat.narrow(0, start, Math.Min(BlockElements, values.Length - start)).cpu().contiguous();
            MemoryMarshal.Cast<byte, float>(block.bytes).CopyTo(values.AsSpan((int)start));
        }

        return values;
    }

    public static void FromHost(ReadOnlySpan<float> values, Tensor flat)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, flat.NumberOfElements);
        for (var start = 0; start < values.Length; start += (int)BlockElements)
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            var length = Math.Min((int)BlockElements, values.Length - start);
            flat.narrow(0, start, length).copy_(tensor(values.Slice(start, length).ToArray()));
        }
    }
}
