using System.Buffers.Binary;
using System.Runtime.Serialization;
using System.Text;

namespace Akka.Cluster.Serialization;

/// <summary>Reads what <see cref="WireWriter"/> wrote. Whatever else it is given, it throws a <see cref="SerializationException"/>.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    public byte Byte() => Take(1)[0];

    /// <summary>A number of things that follow: never more than there are bytes left, so that no claim reserves memory.</summary>
    public int Count()
    {
        var count = Place();
        return count <= _rest.Length ? count : throw new SerializationException($"A count of {count} with {_rest.Length} bytes left");
    }

    /// <summary>A number that is not negative, in the format of <see cref="WireWriter.Count"/>.</summary>
    public int Place()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = Byte();
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
                return value <= int.MaxValue ? (int)value : throw new SerializationException($"A number of {value}");
        }
        throw new SerializationException("A number of more than five bytes");
    }

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public ReadOnlySpan<byte> Bytes() => Take(Count());

    public string Text()
    {
        try
        {
            return StrictUtf8.GetString(Bytes());
        }
        catch (DecoderFallbackException e)
        {
            throw new SerializationException("A text that is not UTF-8", e);
        }
    }

    public string[] Texts()
    {
        var texts = new string[Count()];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = Text();
        return texts;
    }

    /// <summary>An address with host and port: that of a node.</summary>
    public Address Address()
    {
        var text = Text();
        return Actor.Address.TryParse(text, out var address) && address.HasGlobalScope && address.Port is > 0 and <= ushort.MaxValue
            ? address
            : throw new SerializationException($"[{text}] is no node's address");
    }

    public UniqueAddress Node() => new(Address(), Int());

    public Util.AppVersion AppVersion()
    {
        var text = Text();
        try
        {
            return Util.AppVersion.Create(text);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            throw new SerializationException($"[{text}] is no version", e);
        }
    }

    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty)
            throw new SerializationException($"{_rest.Length} bytes behind the message");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw new SerializationException($"The message ends where {count} more bytes are expected");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
