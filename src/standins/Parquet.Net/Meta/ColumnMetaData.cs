namespace Parquet.Meta;

public class ColumnMetaData
{
    public Type Type { get; set; }

    public List<Encoding> Encodings { get; set; } = [];

    public List<string> PathInSchema { get; set; } = [];

    public CompressionCodec Codec { get; set; }

    public long NumValues { get; set; }

    /// <summary>Bytes of all pages with their headers.</summary>
    public long TotalUncompressedSize { get; set; }

    /// <inheritdoc cref="TotalUncompressedSize"/>
    public long TotalCompressedSize { get; set; }

    public List<KeyValue>? KeyValueMetadata { get; set; }

    public long DataPageOffset { get; set; }

    public long? DictionaryPageOffset { get; set; }

    public Statistics? Statistics { get; set; }
}
