using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using System.Text;

namespace Akka.Remote.Transport;

/// <summary>
/// Messages as frames: int32 length of the rest, byte kind, for system messages two int64, then the envelope: recipient
/// and sender (uint16 length, UTF-8 path), int32 serializer, manifest (uint16 length, UTF-8), payload to the end.
/// All integers are little-endian.
/// </summary>
internal sealed class EnvelopeEncoder
{
    public const int LengthBytes = sizeof(int);
    public const int SystemHeaderBytes = 2 * sizeof(long);

    private readonly ExtendedActorSystem _system;
    private readonly int _maximumFrameSize;
    private readonly ConditionalWeakTable<IActorRef, byte[]> _senderPaths = [];

    public EnvelopeEncoder(ExtendedActorSystem system, int maximumFrameSize)
    {
        _system = system;
        _maximumFrameSize = maximumFrameSize;
    }

    /// <exception cref="SerializationException">Nothing is bound to the message's type, or its serializer failed.</exception>
    /// <exception cref="OversizedPayloadException">The frame would be too large.</exception>
    public Outgoing Encode(FrameKind kind, object message, IActorRef sender, RemoteActorRef recipient, byte[] recipientPath)
    {
        var (serializer, manifest, payload) = Serialize(message, recipient);
        var senderPath = SenderPath(sender);
        var header = kind == FrameKind.SystemMessage ? SystemHeaderBytes : 0;
        var envelope = (3 * sizeof(ushort)) + sizeof(int) + recipientPath.Length + senderPath.Length + Encoding.UTF8.GetByteCount(manifest);
        var size = 1L + header + envelope + payload.Length;
        if (size > _maximumFrameSize)
        {
            throw new OversizedPayloadException(
                $"Discarding oversized payload sent to {recipient}: max allowed size {_maximumFrameSize} bytes, " +
                $"actual size of encoded {message.GetType()} was {size} bytes. " +
                "The limit is akka.remote.dot-netty.tcp.maximum-frame-size.");
        }
        var length = LengthBytes + (int)size;
        var frame = ArrayPool<byte>.Shared.Rent(length);
        BinaryPrimitives.WriteInt32LittleEndian(frame, (int)size);
        frame[LengthBytes] = (byte)kind;
        var rest = frame.AsSpan(LengthBytes + 1 + header);
        rest = WriteText(rest, recipientPath);
        rest = WriteText(rest, senderPath);
        BinaryPrimitives.WriteInt32LittleEndian(rest, serializer);
        rest = rest[sizeof(int)..];
        var manifestBytes = Encoding.UTF8.GetBytes(manifest, rest[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(rest, checked((ushort)manifestBytes));
        payload.CopyTo(rest[(sizeof(ushort) + manifestBytes)..]);
        return new Outgoing(frame, length, message, sender, recipient);
    }

    /// <summary>A fence, to be queued between messages.</summary>
    public static Outgoing Fence(long number)
    {
        var signal = Signal(FrameKind.Fence, number);
        var frame = ArrayPool<byte>.Shared.Rent(signal.Length);
        signal.CopyTo(frame, 0);
        return new Outgoing(frame, signal.Length, Message: null, Sender: null, Recipient: null);
    }

    /// <summary>A frame of this protocol itself, with or without a number.</summary>
    public static byte[] Signal(FrameKind kind, long? number = null)
    {
        var frame = new byte[LengthBytes + 1 + (number is null ? 0 : sizeof(long))];
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - LengthBytes);
        frame[LengthBytes] = (byte)kind;
        if (number is { } value)
            BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(LengthBytes + 1), value);
        return frame;
    }

    public static void Number(in Outgoing systemMessage, long sequence, long fence)
    {
        var header = systemMessage.Frame.AsSpan(LengthBytes + 1);
        BinaryPrimitives.WriteInt64LittleEndian(header, sequence);
        BinaryPrimitives.WriteInt64LittleEndian(header[sizeof(long)..], fence);
    }

    private (int Serializer, string Manifest, byte[] Payload) Serialize(object message, RemoteActorRef recipient)
    {
        try
        {
            return Akka.Serialization.Serialization.WithTransport(_system, (_system.Serialization, message), static s =>
            {
                var serializer = s.Serialization.FindSerializerFor(s.message);
                var payload = serializer.ToBinary(s.message);
                return (serializer.Identifier, Akka.Serialization.Serialization.ManifestFor(serializer, s.message), payload);
            });
        }
        catch (Exception e)
        {
            throw new SerializationException($"Cannot serialize [{message.GetType()}] sent to {recipient}: {e.Message}. " +
                "Types are bound to serializers by akka.actor.serialization-bindings.", e);
        }
    }

    private byte[] SenderPath(IActorRef sender)
    {
        if (sender.IsNobody())
            return [];
        // References with actors send often; those of asks send once.
        if (sender is not ActorRefWithCell)
            return PathBytes(sender);
        if (!_senderPaths.TryGetValue(sender, out var bytes))
            _senderPaths.AddOrUpdate(sender, bytes = PathBytes(sender));
        return bytes;
    }

    private static byte[] PathBytes(IActorRef actor) => Encoding.UTF8.GetBytes(Akka.Serialization.Serialization.SerializedActorPath(actor));

    private static Span<byte> WriteText(Span<byte> target, byte[] text)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(target, checked((ushort)text.Length));
        text.CopyTo(target[sizeof(ushort)..]);
        return target[(sizeof(ushort) + text.Length)..];
    }
}
