using System.Collections.Concurrent;

namespace AkkaClip.Collectives.Sockets;

/// <summary>Pinned buffers for contributions on their way into a sum, of one chunk each.</summary>
internal sealed class SlotPool(int bytes)
{
    private readonly ConcurrentBag<byte[]> _free = [];

    public byte[] Rent() => _free.TryTake(out var slot) ? slot : GC.AllocateUninitializedArray<byte>(bytes, pinned: true);

    public void Return(byte[] slot) => _free.Add(slot);
}
