namespace Parquet.Meta;

/// <summary>A column within a row group.</summary>
public class ColumnChunk
{
    /// <summary>Null: in this file.</summary>
    public string? FilePath { get; set; }

    public long FileOffset { get; set; }

    /// <summary>Null: encrypted.</summary>
    public ColumnMetaData? MetaData { get; set; }

    internal bool IsEncrypted { get; set; }
}
