using System.Buffers.Binary;
using System.Text;

namespace Akka.Remote.Transport;

/// <summary>
/// The first bytes in either direction: magic, version, length, body. Whatever else a stranger sends is refused after at
/// most <see cref="MaximumBytes"/>.
/// </summary>
internal static class Greeting
{
    private const uint Magic = 0x52434B41; // "AKCR"
    private const byte Version = 1;
    private const int HeaderBytes = 7;
    private const int MaximumBytes = 1024;

    public static Task SendHello(Stream stream, Hello hello, CancellationToken cancellation) => Send(stream, writer =>
    {
        writer.Write((byte)hello.Lane);
        writer.Write(hello.Uid);
        writer.Write(hello.From.ToString());
        writer.Write(hello.To.ToString());
    }, cancellation);

    public static Task SendWelcome(Stream stream, Welcome welcome, CancellationToken cancellation) => Send(stream, writer =>
    {
        writer.Write((byte)welcome.Answer);
        writer.Write(welcome.Uid);
        writer.Write(welcome.Text);
    }, cancellation);

    /// <exception cref="GreetingException">The other side does not speak this protocol.</exception>
    public static Task<Hello> ReceiveHello(Stream stream, string protocol, CancellationToken cancellation) => Receive(stream, reader =>
    {
        var lane = (LaneKind)reader.ReadByte();
        if (!Enum.IsDefined(lane))
            throw new GreetingException($"it asks for lane {(byte)lane}");
        return new Hello(lane, reader.ReadInt32(), ReadAddress(reader, protocol), ReadAddress(reader, protocol));
    }, cancellation);

    /// <exception cref="GreetingException">The other side does not speak this protocol.</exception>
    public static Task<Welcome> ReceiveWelcome(Stream stream, CancellationToken cancellation) => Receive(stream, reader =>
        new Welcome((GreetingAnswer)reader.ReadByte(), reader.ReadInt32(), reader.ReadString()), cancellation);

    private static Address ReadAddress(BinaryReader reader, string protocol)
    {
        var text = reader.ReadString();
        return Address.TryParse(text, out var address) && address.Protocol == protocol && address.HasGlobalScope && address.Port is > 0
            ? address
            : throw new GreetingException("it names an address that is none");
    }

    private static async Task Send(Stream stream, Action<BinaryWriter> write, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write((ushort)0);
        write(writer);
        buffer.Position = HeaderBytes - sizeof(ushort);
        writer.Write((ushort)(buffer.Length - HeaderBytes));
        await stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellation).ConfigureAwait(false);
        await stream.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<T> Receive<T>(Stream stream, Func<BinaryReader, T> read, CancellationToken cancellation)
    {
        var header = new byte[HeaderBytes];
        await stream.ReadExactlyAsync(header, cancellation).ConfigureAwait(false);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic)
            throw new GreetingException("its first bytes are not those of this protocol");
        if (header[4] != Version)
            throw new GreetingException($"it speaks version {header[4]} of the protocol, this system speaks {Version}");
        var length = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(5));
        if (length > MaximumBytes)
            throw new GreetingException($"its greeting claims {length} bytes, of {MaximumBytes} at most");
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellation).ConfigureAwait(false);
        try
        {
            using var reader = new BinaryReader(new MemoryStream(body), Encoding.UTF8);
            return read(reader);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new GreetingException("its greeting is malformed");
        }
    }
}

/// <summary>Who opens the connection, for which lane, and whom it means to reach.</summary>
internal sealed record Hello(LaneKind Lane, int Uid, Address From, Address To);

/// <summary>Who answers, and whether it agrees.</summary>
internal sealed record Welcome(GreetingAnswer Answer, int Uid, string Text);

/// <summary>Whether a connection is wanted.</summary>
internal enum GreetingAnswer : byte
{
    Accepted = 0,
    Refused = 1,
    Quarantined = 2,
}

/// <summary>The other side cannot be talked to; the message says what it did.</summary>
internal sealed class GreetingException(string message) : Exception(message);
