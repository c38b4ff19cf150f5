using System.Text;
using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Bulk;

/// <summary>What bulk frames look like: a request's operation is its number on the link.</summary>
internal static class BulkFrames
{
    /// <summary>The longest payload, and so the longest request with its channel's name.</summary>
    public const int MaxPayload = 512 * 1024;

    /// <summary>The part of an end that failed; its payload says why. That of one that did not is empty, its chunk the number of answers.</summary>
    public const int FailedPart = 1;

    private const int MaxReasonBytes = 4096;

    public static OutgoingFrame Request(long id, string channel, ReadOnlySpan<byte> request)
    {
        var name = Encoding.UTF8.GetBytes(channel);
        if (name.Length > byte.MaxValue)
            throw new ArgumentException($"The channel's name has {name.Length} bytes; at most {byte.MaxValue} fit.", nameof(channel));
        if (1 + name.Length + request.Length > MaxPayload)
            throw new ArgumentException($"A request of {request.Length} bytes is too long; with its channel's name, at most {MaxPayload} fit.", nameof(request));
        return new OutgoingFrame(Header(FrameKind.Request, id), (byte[])[(byte)name.Length, .. name, .. request]);
    }

    /// <exception cref="InvalidDataException">The payload is no request.</exception>
    public static (string Channel, byte[] Request) ParseRequest(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty || payload.Length < 1 + payload[0])
            throw new InvalidDataException($"sent a request of {payload.Length} bytes that ends in its channel's name");
        return (Encoding.UTF8.GetString(payload.Slice(1, payload[0])), payload[(1 + payload[0])..].ToArray());
    }

    public static OutgoingFrame End(long id, int numAnswers) => new(Header(FrameKind.End, id) with { Chunk = numAnswers }, default);

    public static OutgoingFrame Failure(long id, string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(reason);
        return new OutgoingFrame(Header(FrameKind.End, id) with { Part = FailedPart }, bytes.AsMemory(0, Math.Min(bytes.Length, MaxReasonBytes)));
    }

    public static FrameHeader Header(FrameKind kind, long id) => FrameStamp.None.Header(kind, operation: id);
}
