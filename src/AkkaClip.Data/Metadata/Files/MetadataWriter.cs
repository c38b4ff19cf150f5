using Parquet;
using Parquet.Schema;

namespace AkkaClip.Data.Metadata.Files;

/// <summary>Writes selected rows to a Parquet file that has its name only when it is whole.</summary>
public sealed class MetadataWriter : IAsyncDisposable
{
    private const int RowGroupRows = 200_000;
    private const string Unfinished = ".part";
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly ParquetWriter _writer;
    private readonly DataField[] _fields;
    private SelectedRows? _pending;
    private bool _isComplete;

    private MetadataWriter(string path, FileStream stream, ParquetWriter writer, DataField[] fields) =>
        (_path, _stream, _writer, _fields) = (path, stream, writer, fields);

    /// <summary>Rows so far.</summary>
    public long NumRows { get; private set; }

    /// <param name="path">The file; replaced if it is there.</param>
    /// <param name="like">Columns of another file, whose names and types are taken over.</param>
    /// <param name="metadata">Key-value pairs of the file.</param>
    public static async Task<MetadataWriter> CreateAsync(string path, IEnumerable<DataField> like, IReadOnlyDictionary<string, string> metadata)
    {
        var fields = like.Select(OutputFields.Like).ToArray();
        var schema = new ParquetSchema(fields.Cast<Field>());
        var stream = new FileStream(path + Unfinished, FileMode.Create, FileAccess.Write);
        try
        {
            var writer = await ParquetWriter.CreateAsync(schema, stream);
            writer.CustomMetadata = metadata;
            return new MetadataWriter(path, stream, writer, fields);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    public async ValueTask WriteAsync(SelectedRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        NumRows += rows.NumRows;
        if (_pending is null)
            _pending = rows;
        else
            _pending.Append(rows);
        if (_pending.NumRows >= RowGroupRows)
            await FlushAsync();
    }

    /// <summary>Finishes the file and gives it its name.</summary>
    public async Task CompleteAsync()
    {
        await FlushAsync();
        await _writer.DisposeAsync();
        await _stream.DisposeAsync();
        File.Move(_path + Unfinished, _path, overwrite: true);
        _isComplete = true;
    }

    /// <summary>Without <see cref="CompleteAsync"/> nothing is left behind.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isComplete)
            return;
        await _stream.DisposeAsync();
        File.Delete(_path + Unfinished);
    }

    private async Task FlushAsync()
    {
        if (_pending is not { NumRows: > 0 })
            return;
        using var group = _writer.CreateRowGroup();
        for (var c = 0; c < _fields.Length; c++)
            await group.WriteColumnAsync(_pending.Columns[c].ToColumn(_fields[c]));
        _pending = null;
    }
}
