using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Akka.Cluster.Serialization;

/// <summary>Writes the parts of messages: numbers are variable-length or little-endian, texts UTF-8 behind their length.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public WireWriter Byte(byte value)
    {
        _bytes.Write([value]);
        return this;
    }

    /// <summary>A number that is not negative: seven bits a byte, the lowest first, the highest bit set but in the last.</summary>
    public WireWriter Count(int value)
    {
        var rest = (uint)value;
        for (; rest >= 0x80; rest >>= 7)
            Byte((byte)(rest | 0x80));
        return Byte((byte)rest);
    }

    public WireWriter Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
        return this;
    }

    public WireWriter Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
        return this;
    }

    public WireWriter Bytes(ReadOnlySpan<byte> value)
    {
        Count(value.Length);
        _bytes.Write(value);
        return this;
    }

    public WireWriter Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    public WireWriter Texts(IReadOnlyCollection<string> values)
    {
        Count(values.Count);
        foreach (var value in values)
            Text(value);
        return this;
    }

    public WireWriter Address(Address address) => Text(address.ToString());

    public WireWriter Node(UniqueAddress node) => Address(node.Address).Int(node.Uid);
}
