namespace Parquet.Meta;

public class RowGroup
{
    public List<ColumnChunk> Columns { get; set; } = [];

    public long TotalByteSize { get; set; }

    public long NumRows { get; set; }

    public long? TotalCompressedSize { get; set; }
}
