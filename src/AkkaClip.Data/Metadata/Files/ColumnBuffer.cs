using Parquet.Data;
using Parquet.Schema;

namespace AkkaClip.Data.Metadata.Files;

/// <summary>Rows of a column on their way into a row group.</summary>
internal abstract class ColumnBuffer
{
    public static ColumnBuffer Of(DataField field) =>
        (ColumnBuffer)Activator.CreateInstance(typeof(ColumnBuffer<>).MakeGenericType(field.ClrType))!;

    /// <summary>Adds rows of a column, given in rising order.</summary>
    public abstract void Add(DataColumn column, ReadOnlySpan<int> rows);

    public abstract void Append(ColumnBuffer other);

    /// <summary>The rows as a column of another file.</summary>
    public abstract DataColumn ToColumn(DataField field);
}
