using System.Text;

namespace Parquet.Thrift;

/// <summary>Reads Thrift's compact protocol from memory. Whatever is claimed is checked against what is there.</summary>
internal ref struct CompactReader(ReadOnlySpan<byte> data)
{
    private const int MaxDepth = 64;
    private readonly ReadOnlySpan<byte> _data = data;
    private int _lastField;

    public int Position { get; private set; }

    /// <summary>Begins a structure.</summary>
    /// <returns>What <see cref="End"/> takes.</returns>
    public int Begin()
    {
        var outer = _lastField;
        _lastField = 0;
        return outer;
    }

    public void End(int outer) => _lastField = outer;

    /// <summary>The next field's id and type, or false at the end of the structure.</summary>
    public bool Next(out int id, out CompactType type)
    {
        var header = Byte();
        type = (CompactType)(header & 15);
        if (type == CompactType.Stop)
        {
            id = 0;
            return false;
        }
        if (type > CompactType.Struct)
            throw new ParquetException($"the metadata has a field of an unknown type {(int)type}");
        id = header >> 4 != 0 ? _lastField + (header >> 4) : (int)ZigZag(Varint());
        _lastField = id;
        return true;
    }

    public int I32(CompactType type)
    {
        if (type == CompactType.I8)
            return (sbyte)Byte();
        Expect(type, CompactType.I32, CompactType.I16);
        return unchecked((int)ZigZag(Varint()));
    }

    public long I64(CompactType type)
    {
        Expect(type, CompactType.I64, CompactType.I32);
        return ZigZag(Varint());
    }

    public static bool Bool(CompactType type)
    {
        Expect(type, CompactType.True, CompactType.False);
        return type == CompactType.True;
    }

    public ReadOnlySpan<byte> Bytes(CompactType type)
    {
        Expect(type, CompactType.Binary, CompactType.Binary);
        var length = Varint();
        if (length > (ulong)(_data.Length - Position))
            throw new TruncatedException();
        var bytes = _data.Slice(Position, (int)length);
        Position += (int)length;
        return bytes;
    }

    public string Text(CompactType type) => Encoding.UTF8.GetString(Bytes(type));

    /// <summary>The head of a list, whose elements follow. An element takes at least one byte.</summary>
    public int List(CompactType type, CompactType element)
    {
        Expect(type, CompactType.List, CompactType.Set);
        var (count, found) = ListHead();
        if (count > 0)
            Expect(found, element, element);
        return count;
    }

    public void Skip(CompactType type, int depth = 0)
    {
        if (depth > MaxDepth)
            throw new ParquetException($"the metadata is nested deeper than {MaxDepth} levels");
        switch (type)
        {
            case CompactType.True or CompactType.False:
                break;
            case CompactType.I8:
                Byte();
                break;
            case CompactType.I16 or CompactType.I32 or CompactType.I64:
                Varint();
                break;
            case CompactType.Double:
                Advance(8);
                break;
            case CompactType.Binary:
                Bytes(type);
                break;
            case CompactType.List or CompactType.Set:
                var (count, element) = ListHead();
                for (var i = 0; i < count; i++)
                    SkipElement(element, depth + 1);
                break;
            case CompactType.Map:
                SkipMap(depth);
                break;
            case CompactType.Struct:
                var outer = Begin();
                while (Next(out _, out var field))
                    Skip(field, depth + 1);
                End(outer);
                break;
            default:
                throw new ParquetException($"the metadata has a value of an unknown type {(int)type}");
        }
    }

    private void SkipMap(int depth)
    {
        var count = Count(Varint());
        if (count == 0)
            return;
        var types = Byte();
        for (var i = 0; i < count; i++)
        {
            SkipElement((CompactType)(types >> 4), depth + 1);
            SkipElement((CompactType)(types & 15), depth + 1);
        }
    }

    // In a list a boolean takes a byte; as a field it is in the type.
    private void SkipElement(CompactType element, int depth)
    {
        if (element is CompactType.True or CompactType.False)
            Byte();
        else
            Skip(element, depth);
    }

    private (int Count, CompactType Element) ListHead()
    {
        var head = Byte();
        var count = head >> 4 == 15 ? Count(Varint()) : Count((ulong)(head >> 4));
        return (count, (CompactType)(head & 15));
    }

    private readonly int Count(ulong claimed) =>
        claimed <= (ulong)(_data.Length - Position) ? (int)claimed : throw new TruncatedException();

    private static void Expect(CompactType found, CompactType expected, CompactType other)
    {
        if (found != expected && found != other)
            throw new ParquetException($"the metadata has a value of type {found} where {expected} belongs");
    }

    private void Advance(int count)
    {
        if (count > _data.Length - Position)
            throw new TruncatedException();
        Position += count;
    }

    private byte Byte()
    {
        if (Position >= _data.Length)
            throw new TruncatedException();
        return _data[Position++];
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return value;
        }
        throw new ParquetException("the metadata has a number of more than 64 bits");
    }

    private static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
