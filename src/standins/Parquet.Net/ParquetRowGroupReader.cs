using Parquet.Columns;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet;

/// <summary>Reads the columns of a row group.</summary>
public class ParquetRowGroupReader : IDisposable, IParquetRowGroupReader
{
    private readonly Stream _stream;
    private readonly Dictionary<FieldPath, ColumnChunk> _chunks = [];

    internal ParquetRowGroupReader(RowGroup rowGroup, Stream stream)
    {
        RowGroup = rowGroup;
        _stream = stream;
        foreach (var chunk in rowGroup.Columns)
        {
            if (chunk.MetaData is { } meta)
                _chunks[new FieldPath(meta.PathInSchema)] = chunk;
        }
    }

    /// <inheritdoc/>
    public RowGroup RowGroup { get; }

    /// <inheritdoc/>
    public long RowCount => RowGroup.NumRows;

    /// <inheritdoc/>
    public bool ColumnExists(DataField field) => GetMetadata(field) is not null;

    /// <inheritdoc/>
    public async Task<DataColumn> ReadColumnAsync(DataField field, CancellationToken cancellationToken = default)
    {
        var chunk = Chunk(field);
        try
        {
            using var reader = new ChunkReader(field, _stream, chunk, RowCount);
            var column = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            column.Statistics = Statistics(field, chunk) ?? column.Statistics;
            return column;
        }
        catch (Exception e) when (e is ParquetException or OverflowException or InvalidDataException)
        {
            throw new ParquetException($"the column '{field.Path}' cannot be read: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public ColumnChunk? GetMetadata(DataField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _chunks.GetValueOrDefault(field.Path);
    }

    /// <inheritdoc/>
    public DataColumnStatistics? GetStatistics(DataField field) => Statistics(field, Chunk(field));

    /// <summary>Does nothing; there for the interface.</summary>
    public void Dispose() => GC.SuppressFinalize(this);

    private ColumnChunk Chunk(DataField field) => GetMetadata(field) ?? throw new ParquetException($"'{field.Path}' does not exist in this file");

    private static DataColumnStatistics? Statistics(DataField field, ColumnChunk chunk)
    {
        if (chunk.MetaData?.Statistics is not { } statistics)
            return null;
        var type = ColumnTypes.Of(field.SchemaElement!, field.ClrType);
        return new DataColumnStatistics(statistics.NullCount, statistics.DistinctCount, Bound(type, statistics.MinValue), Bound(type, statistics.MaxValue));
    }

    // A bound that makes no sense is none: statistics help, and are not needed.
    private static object? Bound(ColumnType type, byte[]? stored)
    {
        try
        {
            return stored is null ? null : type.Bound(stored);
        }
        catch (Exception e) when (e is ParquetException or OverflowException)
        {
            return null;
        }
    }
}
