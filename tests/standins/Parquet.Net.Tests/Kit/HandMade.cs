namespace Parquet.Tests.Kit;

/// <summary>A file of one column 'c' of one row group, with every number in it as the test says.</summary>
internal sealed record HandMade
{
    /// <summary>BOOLEAN 0, INT32 1, INT64 2, INT96 3, FLOAT 4, DOUBLE 5, BYTE_ARRAY 6, FIXED_LEN_BYTE_ARRAY 7.</summary>
    public int Type { get; init; } = 2;
    public int? TypeLength { get; init; }
    public bool IsOptional { get; init; }
    public int Codec { get; init; }
    public long Rows { get; init; } = 1;
    public long? ChunkValues { get; init; }
    public long? DataPageOffset { get; init; }
    public ThriftBytes? Footer { get; init; }
    public int? FooterLength { get; init; }

    /// <summary>Headers and bytes of the pages.</summary>
    public required (ThriftBytes Header, byte[] Bytes)[] Pages { get; init; }

    public static ThriftBytes Version1(int values, int encoding, int uncompressed, int? compressed = null, int levels = 3) => new ThriftBytes()
        .I32(1, 0).I32(2, uncompressed).I32(3, compressed ?? uncompressed)
        .Struct(5, new ThriftBytes().I32(1, values).I32(2, encoding).I32(3, levels).I32(4, levels));

    public static ThriftBytes Version2(int values, int nulls, int encoding, int uncompressed, int levelBytes, int? compressed = null) => new ThriftBytes()
        .I32(1, 3).I32(2, uncompressed).I32(3, compressed ?? uncompressed)
        .Struct(8, new ThriftBytes().I32(1, values).I32(2, nulls).I32(3, values).I32(4, encoding).I32(5, levelBytes).I32(6, 0).Bool(7, compressed is not null));

    public static ThriftBytes Dictionary(int values, int uncompressed) => new ThriftBytes()
        .I32(1, 2).I32(2, uncompressed).I32(3, uncompressed).Struct(7, new ThriftBytes().I32(1, values).I32(2, 0));

    /// <summary>One page of version 1.</summary>
    public static HandMade Of(int type, int encoding, int values, byte[] bytes) =>
        new() { Type = type, Rows = values, Pages = [(Version1(values, encoding, bytes.Length), bytes)] };

    public MemoryStream ToStream()
    {
        var stream = new MemoryStream();
        stream.Write("PAR1"u8);
        foreach (var (header, bytes) in Pages)
        {
            stream.Write(header.End());
            stream.Write(bytes);
        }
        var footer = (Footer ?? MakeFooter()).End();
        stream.Write(footer);
        stream.Write(BitConverter.GetBytes(FooterLength ?? footer.Length));
        stream.Write("PAR1"u8);
        stream.Position = 0;
        return stream;
    }

    private ThriftBytes MakeFooter()
    {
        var column = new ThriftBytes().I32(1, Type);
        if (TypeLength is { } length)
            column.I32(2, length);
        column.I32(3, IsOptional ? 1 : 0).Text(4, "c");
        var meta = new ThriftBytes().I32(1, Type).Texts(3, "c").I32(4, Codec).I64(5, ChunkValues ?? Rows).I64(6, 1).I64(7, 1).I64(9, DataPageOffset ?? 4);
        return new ThriftBytes()
            .I32(1, 1)
            .Structs(2, new ThriftBytes().Text(4, "root").I32(5, 1), column)
            .I64(3, Rows)
            .Structs(4, new ThriftBytes().Structs(1, new ThriftBytes().I64(2, 0).Struct(3, meta)).I64(2, 1).I64(3, Rows));
    }
}
