using System.Buffers;
using System.Text;

namespace Parquet.Thrift;

/// <summary>Writes Thrift's compact protocol.</summary>
internal sealed class CompactWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Stack<int> _outer = new();
    private int _lastField;

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public CompactWriter I32(int id, int? value) => I64(id, value, CompactType.I32);

    public CompactWriter I64(int id, long? value, CompactType type = CompactType.I64)
    {
        if (value is { } number)
        {
            Field(id, type);
            Varint((ulong)(number << 1) ^ (ulong)(number >> 63));
        }
        return this;
    }

    public CompactWriter I8(int id, sbyte value)
    {
        Field(id, CompactType.I8);
        Byte((byte)value);
        return this;
    }

    public CompactWriter Bool(int id, bool value)
    {
        Field(id, value ? CompactType.True : CompactType.False);
        return this;
    }

    public CompactWriter Text(int id, string? value) => Bytes(id, value is null ? null : Encoding.UTF8.GetBytes(value));

    public CompactWriter Bytes(int id, byte[]? value)
    {
        if (value is not null)
        {
            Field(id, CompactType.Binary);
            Raw(value);
        }
        return this;
    }

    public CompactWriter List<T>(int id, CompactType element, IReadOnlyList<T>? items, Action<CompactWriter, T> write)
    {
        if (items is null)
            return this;
        Field(id, CompactType.List);
        if (items.Count < 15)
        {
            Byte((byte)(items.Count << 4 | (int)element));
        }
        else
        {
            Byte((byte)(0xf0 | (int)element));
            Varint((ulong)items.Count);
        }
        foreach (var item in items)
            write(this, item);
        return this;
    }

    public CompactWriter Struct(int id, Action<CompactWriter> write)
    {
        Field(id, CompactType.Struct);
        return Structure(write);
    }

    /// <summary>A structure that is an element of a list, or the outermost one.</summary>
    public CompactWriter Structure(Action<CompactWriter> write)
    {
        _outer.Push(_lastField);
        _lastField = 0;
        write(this);
        Byte((byte)CompactType.Stop);
        _lastField = _outer.Pop();
        return this;
    }

    public void RawI32(int value) => Varint((ulong)(uint)(value << 1 ^ value >> 31));

    public void RawText(string value) => Raw(Encoding.UTF8.GetBytes(value));

    private void Raw(byte[] value)
    {
        Varint((ulong)value.Length);
        _bytes.Write(value);
    }

    private void Field(int id, CompactType type)
    {
        var delta = id - _lastField;
        if (delta is > 0 and <= 15)
        {
            Byte((byte)(delta << 4 | (int)type));
        }
        else
        {
            Byte((byte)type);
            Varint((ulong)(uint)(id << 1 ^ id >> 31));
        }
        _lastField = id;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    private void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
