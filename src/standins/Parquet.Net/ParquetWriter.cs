using System.Buffers.Binary;
using System.IO.Compression;
using Parquet.Meta;
using Parquet.Schema;
using Parquet.Thrift;
using Parquet.Writing;

namespace Parquet;

/// <summary>Writes a file: row groups one after the other; disposing writes the footer. Files are not appended to.</summary>
public sealed class ParquetWriter : ParquetActor, IDisposable, IAsyncDisposable
{
    // The field is public in the genuine package, too.
    public CompressionLevel CompressionLevel = CompressionLevel.SmallestSize;

    private readonly ParquetSchema _schema;
    private readonly ParquetOptions _options;
    private readonly CountedOutput _output;
    private readonly FileMetaData _file;
    private bool _isComplete;

    private ParquetWriter(ParquetSchema schema, Stream output, ParquetOptions options) : base(output)
    {
        _schema = schema;
        _options = options;
        _output = new CountedOutput(output);
        _file = new FileMetaData { Version = 1, Schema = SchemaWriter.Write(schema), CreatedBy = "Parquet.Net stand-in of AkkaClip" };
    }

    public CompressionMethod CompressionMethod { get; set; } = CompressionMethod.Snappy;

    public IReadOnlyDictionary<string, string> CustomMetadata
    {
        get => (_file.KeyValueMetadata ?? []).ToDictionary(p => p.Key, p => p.Value ?? "");
        set => _file.KeyValueMetadata = [.. value.Select(p => new KeyValue { Key = p.Key, Value = p.Value })];
    }

    public static async Task<ParquetWriter> CreateAsync(
        ParquetSchema schema, Stream output, ParquetOptions? formatOptions = null, bool append = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(output);
        if (!output.CanWrite)
            throw new ArgumentException("stream is not writeable", nameof(output));
        if (append)
            throw new NotSupportedException("files are not appended to; write another one");
        var writer = new ParquetWriter(schema, output, formatOptions ?? new ParquetOptions());
        await writer._output.WriteAsync(MagicBytes.ToArray(), cancellationToken).ConfigureAwait(false);
        return writer;
    }

    public ParquetRowGroupWriter CreateRowGroup()
    {
        var group = new RowGroup();
        _file.RowGroups.Add(group);
        return new ParquetRowGroupWriter(_schema, _output, group, CompressionMethod, CompressionLevel, _options);
    }

    public void Dispose()
    {
        if (_isComplete)
            return;
        _output.Write(Footer().Span);
        Stream.Flush();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isComplete)
            return;
        await _output.WriteAsync(Footer()).ConfigureAwait(false);
        await Stream.FlushAsync().ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> Footer()
    {
        _isComplete = true;
        _file.NumRows = _file.RowGroups.Sum(g => g.NumRows);
        var footer = FooterWriter.Write(_file);
        var end = new byte[footer.Length + 8];
        footer.CopyTo(end);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(footer.Length), footer.Length);
        MagicBytes.CopyTo(end.AsSpan(footer.Length + 4));
        return end;
    }
}
