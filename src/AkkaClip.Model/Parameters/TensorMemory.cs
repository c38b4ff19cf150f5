using System.Buffers;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaClip.Model.Parameters;

/// <summary>A stretch of a flat CPU tensor as managed memory, so that collectives and files use it without a copy.</summary>
/// <remarks>Keeps the tensor object alive, but not its native memory: whoever disposes the tensor ends all of its memories.</remarks>
internal sealed unsafe class TensorMemory : MemoryManager<float>
{
    private readonly Tensor _owner;
    private readonly float* _first;
    private readonly int _length;

    private TensorMemory(Tensor owner, float* first, int length)
    {
        _owner = owner;
        _first = first;
        _length = length;
    }

    /// <exception cref="InvalidOperationException">The tensor is not in host memory.</exception>
    public static Memory<float> Of(Tensor flat, ParameterRange range)
    {
        if (range.Length == 0)
            return Memory<float>.Empty;
        return new TensorMemory(flat, Pointer(flat) + range.Start, checked((int)range.Length)).Memory;
    }

    /// <summary>Address of the first element of a contiguous fp32 CPU tensor.</summary>
    public static float* Pointer(Tensor flat)
    {
        if (flat.device_type != DeviceType.CPU)
            throw new InvalidOperationException($"Host memory was asked of a tensor on {flat.device}.");

        // A span of the whole would be refused beyond 2 GiB; one element is enough to learn the address.
        using var element = flat.narrow(0, 0, 1);
        fixed (byte* address = element.bytes)
            return (float*)address;
    }

    public override Span<float> GetSpan() => new(_first, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_first + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing) => GC.KeepAlive(_owner);
}
