using AkkaClip.Data.Samples;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace AkkaClip.Data.Metadata.Columns;

/// <summary>The columns of one row group, each read when it is first asked for.</summary>
public sealed class RowGroupColumns(IParquetRowGroupReader group, string path, int index)
{
    private readonly Dictionary<string, DataColumn> _raw = [];
    private readonly Dictionary<string, ColumnBatch> _batches = [];

    /// <summary>Rows of all files and row groups before this one.</summary>
    public long FirstRow { get; init; }

    public int NumRows => checked((int)group.RowCount);

    public async ValueTask<ColumnBatch> ReadAsync(MetadataField field, CancellationToken cancellation)
    {
        if (!_batches.TryGetValue(field.Field.Name, out var batch))
            _batches.Add(field.Field.Name, batch = ColumnBatch.Of(await ReadRawAsync(field.Field, cancellation)));
        return batch;
    }

    /// <exception cref="DataSourceException">It cannot be read.</exception>
    public async ValueTask<DataColumn> ReadRawAsync(DataField field, CancellationToken cancellation)
    {
        if (_raw.TryGetValue(field.Name, out var column))
            return column;
        try
        {
            column = await group.ReadColumnAsync(field, cancellation);
        }
        // What broken bytes lead to within the library is not only its own exception.
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            throw new DataSourceException(path, $"row group {index}: {e.Message}", "fetch the file again, or leave it out", inner: e);
        }
        _raw.Add(field.Name, column);
        return column;
    }

    /// <summary>Lets go of a column that is not needed again.</summary>
    public void Forget(DataField field)
    {
        _raw.Remove(field.Name);
        _batches.Remove(field.Name);
    }

    /// <summary>What the file says of a column of this row group; null: nothing.</summary>
    public DataColumnStatistics? Statistics(MetadataField field) => group.ColumnExists(field.Field) ? group.GetStatistics(field.Field) : null;

    /// <summary>Bytes of a column after decompression, as the file says.</summary>
    public long Bytes(DataField field) => group.GetMetadata(field)?.MetaData?.TotalUncompressedSize ?? 0;
}
