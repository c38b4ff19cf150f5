using System.Runtime.InteropServices;
using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Sockets;

/// <summary>One contribution to a chunk: floats of a member's buffer, or bytes as they came.</summary>
internal readonly record struct SumTerm(ReadOnlyMemory<float> Own, byte[]? Received)
{
    public ReadOnlySpan<float> Floats(int start, int count) =>
        Received is null ? Own.Span.Slice(start, count) : MemoryMarshal.Cast<byte, float>(Received.AsSpan()).Slice(start, count);

    /// <summary>The floats of what travels, or would, as bfloat16.</summary>
    public void Widen(int start, Span<float> target, Span<ushort> scratch)
    {
        if (Received is not null)
        {
            Bfloat16.Widen(MemoryMarshal.Cast<byte, ushort>(Received.AsSpan()).Slice(start, target.Length), target);
            return;
        }
        Bfloat16.Round(Own.Span.Slice(start, target.Length), scratch);
        Bfloat16.Widen(scratch, target);
    }
}
