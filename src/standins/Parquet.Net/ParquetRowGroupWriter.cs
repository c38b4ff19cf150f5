using System.IO.Compression;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;
using Parquet.Writing;

namespace Parquet;

/// <summary>Writes a row group: all columns of the schema, in its order, with equal numbers of rows.</summary>
public class ParquetRowGroupWriter : IDisposable
{
    private readonly DataField[] _fields;
    private readonly CountedOutput _output;
    private readonly RowGroup _rowGroup;
    private readonly CompressionMethod _method;
    private readonly CompressionLevel _level;
    private readonly ParquetOptions _options;
    private int? _numRows;

    internal ParquetRowGroupWriter(ParquetSchema schema, CountedOutput output, RowGroup rowGroup, CompressionMethod method, CompressionLevel level, ParquetOptions options)
    {
        _fields = schema.GetDataFields();
        _output = output;
        _rowGroup = rowGroup;
        _method = method;
        _level = level;
        _options = options;
    }

    /// <exception cref="ArgumentException">Another column is next.</exception>
    /// <exception cref="InvalidOperationException">All columns are written, or the number of rows differs.</exception>
    public async Task WriteColumnAsync(DataColumn column, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(column);
        var written = _rowGroup.Columns.Count;
        if (written == _fields.Length)
            throw new InvalidOperationException($"Cannot write column '{column.Field.Name}': all {written} columns of the schema have been written.");
        var expected = _fields[written];
        if (column.Field.Name != expected.Name)
            throw new ArgumentException($"cannot write this column, expected '{expected.Name}', passed: '{column.Field.Name}'", nameof(column));
        _numRows ??= column.NumValues;
        if (column.NumValues != _numRows)
            throw new InvalidOperationException($"Column '{column.Field.Name}' has {column.NumValues} rows, but the row group expects {_numRows} rows.");
        _rowGroup.NumRows = column.NumValues;
        _rowGroup.Columns.Add(await new ChunkWriter(_output, _method, _level, _options).WriteAsync(column, cancellationToken).ConfigureAwait(false));
    }

    /// <exception cref="InvalidOperationException">Columns are missing.</exception>
    public void CompleteValidate()
    {
        var missing = _fields.Skip(_rowGroup.Columns.Count).Select(f => f.Name).ToList();
        if (missing.Count > 0)
            throw new InvalidOperationException($"Not all columns were written. Missing columns: {string.Join(", ", missing)}");
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _rowGroup.TotalCompressedSize = _rowGroup.Columns.Sum(c => c.MetaData!.TotalCompressedSize);
        _rowGroup.TotalByteSize = _rowGroup.Columns.Sum(c => c.MetaData!.TotalUncompressedSize);
    }
}
