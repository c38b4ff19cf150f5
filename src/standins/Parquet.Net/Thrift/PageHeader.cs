using Parquet.Meta;

namespace Parquet.Thrift;

/// <summary>What stands before a page. Lengths are claims until they are checked.</summary>
internal struct PageHeader
{
    public PageKind Kind;
    public int UncompressedBytes;
    public int CompressedBytes;

    /// <summary>Of the bytes as they are in the file; null: not given.</summary>
    public uint? Checksum;

    /// <summary>Nulls are counted.</summary>
    public int NumValues;
    public Encoding Encoding;
    public Encoding DefinitionEncoding;
    public Encoding RepetitionEncoding;

    /// <summary>Version 2 only, as are the two that follow.</summary>
    public int DefinitionBytes;
    public int RepetitionBytes;
    public bool IsCompressed;

    /// <summary>Reads a header from the start of <paramref name="data"/>.</summary>
    /// <returns>The number of its bytes.</returns>
    /// <exception cref="TruncatedException">It goes on after the end of <paramref name="data"/>.</exception>
    public static int Read(ReadOnlySpan<byte> data, out PageHeader header)
    {
        var reader = new CompactReader(data);
        header = new PageHeader { IsCompressed = true, DefinitionEncoding = Encoding.RLE, RepetitionEncoding = Encoding.RLE };
        var outer = reader.Begin();
        while (reader.Next(out var id, out var type))
        {
            switch (id)
            {
                case 1: header.Kind = (PageKind)reader.I32(type); break;
                case 2: header.UncompressedBytes = reader.I32(type); break;
                case 3: header.CompressedBytes = reader.I32(type); break;
                case 4: header.Checksum = unchecked((uint)reader.I32(type)); break;
                case 5 or 7 when type == CompactType.Struct: ReadValues(ref reader, ref header); break;
                case 8 when type == CompactType.Struct: ReadVersion2(ref reader, ref header); break;
                default: reader.Skip(type); break;
            }
        }
        reader.End(outer);
        return reader.Position;
    }

    // Data pages and dictionaries begin alike.
    private static void ReadValues(ref CompactReader reader, ref PageHeader header)
    {
        var outer = reader.Begin();
        while (reader.Next(out var id, out var type))
        {
            switch (id)
            {
                case 1: header.NumValues = reader.I32(type); break;
                case 2: header.Encoding = (Encoding)reader.I32(type); break;
                case 3 when type == CompactType.I32: header.DefinitionEncoding = (Encoding)reader.I32(type); break;
                case 4 when type == CompactType.I32: header.RepetitionEncoding = (Encoding)reader.I32(type); break;
                default: reader.Skip(type); break;
            }
        }
        reader.End(outer);
    }

    private static void ReadVersion2(ref CompactReader reader, ref PageHeader header)
    {
        var outer = reader.Begin();
        while (reader.Next(out var id, out var type))
        {
            switch (id)
            {
                case 1: header.NumValues = reader.I32(type); break;
                case 4: header.Encoding = (Encoding)reader.I32(type); break;
                case 5: header.DefinitionBytes = reader.I32(type); break;
                case 6: header.RepetitionBytes = reader.I32(type); break;
                case 7: header.IsCompressed = CompactReader.Bool(type); break;
                default: reader.Skip(type); break;
            }
        }
        reader.End(outer);
    }
}
