using Parquet.Meta;
using Parquet.Schema;

namespace Parquet;

/// <summary>Reads a file: its footer at once, columns when they are asked for. One reader is for one thread at a time.</summary>
public class ParquetReader : ParquetActor, IDisposable
{
    private readonly bool _leaveStreamOpen;
    private readonly List<ParquetRowGroupReader> _rowGroups;

    private ParquetReader(Stream input, FileMetaData metadata, ParquetOptions options, bool leaveStreamOpen) : base(input)
    {
        _leaveStreamOpen = leaveStreamOpen;
        Metadata = metadata;
        Schema = new SchemaReader(metadata.Schema, options).Read();
        _rowGroups = [.. metadata.RowGroups.Select(g => new ParquetRowGroupReader(g, input))];
        foreach (var pair in metadata.KeyValueMetadata ?? [])
            CustomMetadata[pair.Key] = pair.Value ?? "";
    }

    public FileMetaData? Metadata { get; }

    public ParquetSchema Schema { get; }

    public int RowGroupCount => _rowGroups.Count;

    public IReadOnlyList<IParquetRowGroupReader> RowGroups => _rowGroups;

    public Dictionary<string, string> CustomMetadata { get; } = [];

    /// <exception cref="IOException">It is no Parquet file.</exception>
    /// <exception cref="ParquetException">It cannot be read.</exception>
    public static Task<ParquetReader> CreateAsync(string filePath, ParquetOptions? parquetOptions = null, CancellationToken cancellationToken = default) =>
        CreateAsync(System.IO.File.OpenRead(filePath), parquetOptions, leaveStreamOpen: false, cancellationToken);

    /// <inheritdoc cref="CreateAsync(string, ParquetOptions?, CancellationToken)"/>
    public static async Task<ParquetReader> CreateAsync(
        Stream input, ParquetOptions? parquetOptions = null, bool leaveStreamOpen = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        try
        {
            if (!input.CanRead || !input.CanSeek)
                throw new ArgumentException("stream must be readable and seekable", nameof(input));
            if (input.Length <= 8)
                throw new IOException("not a Parquet file (size too small)");
            var metadata = await new ParquetActor(input).ReadMetadataAsync(cancellationToken).ConfigureAwait(false);
            return new ParquetReader(input, metadata, parquetOptions ?? new ParquetOptions(), leaveStreamOpen);
        }
        catch when (!leaveStreamOpen)
        {
            await input.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ParquetRowGroupReader OpenRowGroupReader(int index) => _rowGroups[index];

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (!_leaveStreamOpen)
            Stream.Dispose();
    }
}
