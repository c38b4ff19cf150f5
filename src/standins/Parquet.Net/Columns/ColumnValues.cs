using Parquet.Meta;

namespace Parquet.Columns;

/// <summary>The values of a column that have been decoded; nulls are not among them.</summary>
internal abstract class ColumnValues
{
    public abstract void SetDictionary(ReadOnlySpan<byte> page, int count);

    /// <summary>Decodes the values of a page.</summary>
    public abstract void Add(ReadOnlySpan<byte> page, Encoding encoding, int count);

    public abstract Array ToArray();
}
