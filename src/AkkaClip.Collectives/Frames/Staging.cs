namespace AkkaClip.Collectives.Frames;

/// <summary>Pinned room for one payload, of one thread; allocated when it is first needed.</summary>
internal sealed class Staging(int capacity)
{
    private byte[]? _bytes;

    public Span<byte> Take(int count) => (_bytes ??= GC.AllocateUninitializedArray<byte>(capacity, pinned: true)).AsSpan(0, count);
}
