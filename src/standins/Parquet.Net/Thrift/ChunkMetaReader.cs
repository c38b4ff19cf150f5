using Parquet.Meta;
using Type = Parquet.Meta.Type;

namespace Parquet.Thrift;

/// <summary>Reads what a footer says of a column within a row group.</summary>
internal static class ChunkMetaReader
{
    public static ColumnChunk Chunk(ref CompactReader reader)
    {
        var chunk = new ColumnChunk();
        var outer = reader.Begin();
        while (reader.Next(out var id, out var type))
        {
            switch (id)
            {
                case 1: chunk.FilePath = reader.Text(type); break;
                case 2: chunk.FileOffset = reader.I64(type); break;
                case 3 when type == CompactType.Struct: chunk.MetaData = MetaData(ref reader); break;
                case 8:
                    chunk.IsEncrypted = true;
                    reader.Skip(type);
                    break;
                default: reader.Skip(type); break;
            }
        }
        reader.End(outer);
        return chunk;
    }

    private static ColumnMetaData MetaData(ref CompactReader reader)
    {
        var column = new ColumnMetaData();
        var outer = reader.Begin();
        while (reader.Next(out var id, out var type))
        {
            switch (id)
            {
                case 1: column.Type = (Type)reader.I32(type); break;
                case 2:
                    for (var n = reader.List(type, CompactType.I32); n > 0; n--)
                        column.Encodings.Add((Encoding)reader.I32(CompactType.I32));
                    break;
                case 3:
                    for (var n = reader.List(type, CompactType.Binary); n > 0; n--)
                        column.PathInSchema.Add(reader.Text(CompactType.Binary));
                    break;
                case 4: column.Codec = (CompressionCodec)reader.I32(type); break;
                case 5: column.NumValues = reader.I64(type); break;
                case 6: column.TotalUncompressedSize = reader.I64(type); break;
                case 7: column.TotalCompressedSize = reader.I64(type); break;
                case 8: column.KeyValueMetadata = FooterReader.KeyValues(ref reader, type); break;
                case 9: column.DataPageOffset = reader.I64(type); break;
                case 11: column.DictionaryPageOffset = reader.I64(type); break;
                case 12 when type == CompactType.Struct: column.Statistics = Statistics(ref reader); break;
                default: reader.Skip(type); break;
            }
        }
        reader.End(outer);
        return column;
    }

    private static Statistics Statistics(ref CompactReader reader)
    {
        var statistics = new Statistics();
        var outer = reader.Begin();
        while (reader.Next(out var id, out var type))
        {
            switch (id)
            {
                case 1: statistics.Max = reader.Bytes(type).ToArray(); break;
                case 2: statistics.Min = reader.Bytes(type).ToArray(); break;
                case 3: statistics.NullCount = reader.I64(type); break;
                case 4: statistics.DistinctCount = reader.I64(type); break;
                case 5: statistics.MaxValue = reader.Bytes(type).ToArray(); break;
                case 6: statistics.MinValue = reader.Bytes(type).ToArray(); break;
                default: reader.Skip(type); break;
            }
        }
        reader.End(outer);
        return statistics;
    }
}
