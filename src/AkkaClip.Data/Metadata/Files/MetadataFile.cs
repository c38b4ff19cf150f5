using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Samples;
using Parquet;
using Parquet.Schema;

namespace AkkaClip.Data.Metadata.Files;

/// <summary>An open Parquet file of metadata. One is for one thread at a time.</summary>
public sealed class MetadataFile : IDisposable
{
    private readonly ParquetReader _reader;

    private MetadataFile(string path, ParquetReader reader, MetadataSchema schema) => (Path, _reader, Schema) = (path, reader, schema);

    public string Path { get; }

    public MetadataSchema Schema { get; }

    public int NumRowGroups => _reader.RowGroupCount;

    public long NumRows => _reader.RowGroups.Sum(g => g.RowCount);

    /// <exception cref="DataSourceException">It is no Parquet file, or its columns are no metadata.</exception>
    public static async Task<MetadataFile> OpenAsync(string path, SideOrder sides, CancellationToken cancellation)
    {
        ParquetReader reader;
        try
        {
            reader = await ParquetReader.CreateAsync(path, new ParquetOptions { TreatByteArrayAsString = true }, cancellation);
        }
        // What broken bytes lead to within the library is not only its own exception.
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException))
        {
            throw new DataSourceException(path, $"no readable Parquet file: {e.Message}", "fetch it again, or leave it out", inner: e);
        }
        try
        {
            return new MetadataFile(path, reader, MetadataSchema.Of(reader.Schema, path, sides));
        }
        catch (DataSourceException)
        {
            reader.Dispose();
            throw;
        }
    }

    /// <param name="index">Its number.</param>
    /// <param name="rowsBefore">Rows of the files before this one.</param>
    public RowGroupColumns RowGroup(int index, long rowsBefore = 0) => new(_reader.RowGroups[index], Path, index)
    {
        FirstRow = rowsBefore + _reader.RowGroups.Take(index).Sum(g => g.RowCount),
    };

    /// <summary>What decoding columns of a row group takes, from the file's own figures: bytes.</summary>
    public long EstimateBytes(int rowGroup, IEnumerable<DataField> fields)
    {
        var group = RowGroup(rowGroup);
        // A text in memory: two bytes a letter, its object and the reference to it. A number: it, as it was stored, and its level.
        return fields.Sum(f => f.ClrType == typeof(string) ? 2 * group.Bytes(f) + 32L * group.NumRows : 20L * group.NumRows);
    }

    public void Dispose() => _reader.Dispose();
}
