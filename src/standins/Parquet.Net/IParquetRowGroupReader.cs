using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet;

/// <summary>What can be read of a row group.</summary>
public interface IParquetRowGroupReader
{
    RowGroup RowGroup { get; }

    long RowCount { get; }

    bool ColumnExists(DataField field);

    /// <summary>Reads a column; in any order, and as often as wanted.</summary>
    Task<DataColumn> ReadColumnAsync(DataField field, CancellationToken cancellationToken = default);

    ColumnChunk? GetMetadata(DataField field);

    /// <summary>Null: the file has none.</summary>
    DataColumnStatistics? GetStatistics(DataField field);
}
