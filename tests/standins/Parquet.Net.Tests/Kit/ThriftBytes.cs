namespace Parquet.Tests.Kit;

/// <summary>Just enough of Thrift's compact protocol to write by hand what no writer would.</summary>
internal sealed class ThriftBytes
{
    private readonly List<byte> _bytes = [];
    private int _last;

    public byte[] End()
    {
        _bytes.Add(0);
        return [.. _bytes];
    }

    public ThriftBytes I32(int id, long value) => Number(id, 5, value);

    public ThriftBytes I64(int id, long value) => Number(id, 6, value);

    public ThriftBytes Bool(int id, bool value)
    {
        Head(id, value ? 1 : 2);
        return this;
    }

    public ThriftBytes Text(int id, string value) => Bytes(id, System.Text.Encoding.UTF8.GetBytes(value));

    public ThriftBytes Bytes(int id, byte[] value)
    {
        Head(id, 8);
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    public ThriftBytes Struct(int id, ThriftBytes inner)
    {
        Head(id, 12);
        _bytes.AddRange(inner.End());
        return this;
    }

    public ThriftBytes Structs(int id, params ThriftBytes[] items)
    {
        Head(id, 9);
        _bytes.Add((byte)(items.Length << 4 | 12));
        foreach (var item in items)
            _bytes.AddRange(item.End());
        return this;
    }

    public ThriftBytes Texts(int id, params string[] items)
    {
        Head(id, 9);
        _bytes.Add((byte)(items.Length << 4 | 8));
        foreach (var item in items)
        {
            Varint((ulong)item.Length);
            _bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(item));
        }
        return this;
    }

    /// <summary>A list that says that it has <paramref name="count"/> structures, and has none.</summary>
    public ThriftBytes EmptyClaim(int id, ulong count)
    {
        Head(id, 9);
        _bytes.Add(0xfc);
        Varint(count);
        return this;
    }

    private ThriftBytes Number(int id, int type, long value)
    {
        Head(id, type);
        Varint((ulong)(value << 1) ^ (ulong)(value >> 63));
        return this;
    }

    private void Head(int id, int type)
    {
        _bytes.Add((byte)(id - _last << 4 | type));
        _last = id;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
