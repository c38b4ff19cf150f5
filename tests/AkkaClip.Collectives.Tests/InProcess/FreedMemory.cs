using System.Buffers;

namespace AkkaClip.Collectives.Tests.InProcess;

/// <summary>Memory whose owner is gone, as that of a disposed tensor.</summary>
internal sealed class FreedMemory : MemoryManager<float>
{
    public override Memory<float> Memory => CreateMemory(64);

    public override Span<float> GetSpan() => throw new ObjectDisposedException(nameof(FreedMemory));

    public override MemoryHandle Pin(int elementIndex = 0) => throw new ObjectDisposedException(nameof(FreedMemory));

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
