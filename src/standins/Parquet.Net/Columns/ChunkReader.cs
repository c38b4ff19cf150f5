using System.Buffers;
using Parquet.Codecs;
using Parquet.Data;
using Parquet.Encodings;
using Parquet.Meta;
using Parquet.Schema;
using Parquet.Thrift;

namespace Parquet.Columns;

/// <summary>Reads a column of one row group, page by page.</summary>
internal sealed class ChunkReader : IDisposable
{
    private const int FirstHeaderBytes = 1 << 12;
    private readonly DataField _field;
    private readonly ColumnMetaData _meta;
    private readonly ColumnValues _values;
    private readonly ChunkWindow _window;
    private readonly int _expected;
    private GrowingArray<int> _definitions;
    private GrowingArray<int> _repetitions;
    private byte[] _page = [];
    private long _pageBytes;
    private int _read;

    public ChunkReader(DataField field, Stream stream, ColumnChunk chunk, long numRows)
    {
        _field = field;
        _meta = chunk.MetaData is { } meta && !chunk.IsEncrypted ? meta : throw new ParquetException("it is encrypted");
        if (!string.IsNullOrEmpty(chunk.FilePath))
            throw new ParquetException($"its data lies in another file, {chunk.FilePath}");
        if (_meta.Type != field.SchemaElement!.Type)
            throw new ParquetException($"it is {field.SchemaElement.Type} in the schema and {_meta.Type} in the row group");
        if (_meta.NumValues is < 0 or > ReadLimits.MaxChunkValues)
            throw new ParquetException($"it has {_meta.NumValues} values in a row group; {ReadLimits.MaxChunkValues} are the most that are read");
        if (field.MaxRepetitionLevel == 0 && _meta.NumValues != numRows)
            throw new ParquetException($"it has {_meta.NumValues} values in a row group of {numRows} rows");
        _expected = (int)_meta.NumValues;
        _definitions = new GrowingArray<int>(_expected);
        _repetitions = new GrowingArray<int>(_expected);
        _values = ColumnTypes.Of(field.SchemaElement, field.ClrType).NewValues(_expected);
        var start = _meta.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, _meta.DataPageOffset) : _meta.DataPageOffset;
        if (start < 4 && _expected > 0 || start > stream.Length)
            throw new ParquetException($"its pages are said to begin at {start} in a file of {stream.Length} bytes");
        _window = new ChunkWindow(stream, Math.Max(start, 0));
    }

    public async Task<DataColumn> ReadAsync(CancellationToken cancellation)
    {
        while (_read < _expected)
        {
            var at = _window.Position;
            var header = await ReadHeaderAsync(cancellation).ConfigureAwait(false);
            await _window.FillAsync(header.CompressedBytes, cancellation).ConfigureAwait(false);
            if (header.Checksum is { } checksum && Crc32.Of(_window.Bytes.AsSpan(0, header.CompressedBytes)) != checksum)
                throw new ParquetException($"the page at {at} has a wrong checksum");
            ReadPage(header, _window.Bytes[..header.CompressedBytes]);
            _window.Skip(header.CompressedBytes);
        }
        return new DataColumn(_field, _values.ToArray(),
            _field.MaxDefinitionLevel > 0 ? _definitions.ToArray() : null, _field.MaxRepetitionLevel > 0 ? _repetitions.ToArray() : null);
    }

    public void Dispose()
    {
        _window.Dispose();
        if (_page.Length > 0)
            ArrayPool<byte>.Shared.Return(_page);
    }

    private async ValueTask<PageHeader> ReadHeaderAsync(CancellationToken cancellation)
    {
        for (var size = FirstHeaderBytes; ; size *= 4)
        {
            await _window.FillAsync(size, cancellation).ConfigureAwait(false);
            PageHeader header;
            try
            {
                _window.Skip(PageHeader.Read(_window.Bytes, out header));
            }
            catch (TruncatedException) when (size < ReadLimits.MaxPageHeaderBytes && size < _window.Left)
            {
                continue;
            }
            if (header.CompressedBytes < 0 || header.CompressedBytes > _window.Left)
                throw new ParquetException($"a page claims {header.CompressedBytes} bytes where the file has {_window.Left}");
            if (header.UncompressedBytes is < 0 or > ReadLimits.MaxPageBytes || header.CompressedBytes > ReadLimits.MaxPageBytes)
                throw new ParquetException($"a page claims {header.UncompressedBytes} bytes; {ReadLimits.MaxPageBytes} are the most that are read");
            if (header.NumValues < 0 || header.Kind is PageKind.Data or PageKind.DataV2 && header.NumValues > _expected - _read)
                throw new ParquetException($"a page claims {header.NumValues} values where {_expected - _read} are left");
            _pageBytes += header.UncompressedBytes;
            if (_pageBytes > ReadLimits.MaxChunkBytes)
                throw new ParquetException($"its pages hold more than {ReadLimits.MaxChunkBytes} bytes");
            return header;
        }
    }

    private void ReadPage(in PageHeader header, ArraySegment<byte> stored)
    {
        switch (header.Kind)
        {
            case PageKind.Dictionary:
                if (header.Encoding is not (Encoding.PLAIN or Encoding.PLAIN_DICTIONARY))
                    throw new ParquetException($"the dictionary is encoded as {header.Encoding}");
                _values.SetDictionary(Decompress(stored, header.UncompressedBytes), header.NumValues);
                break;
            case PageKind.Data:
                ReadVersion1(header, Decompress(stored, header.UncompressedBytes));
                break;
            case PageKind.DataV2:
                ReadVersion2(header, stored);
                break;
        }
    }

    private void ReadVersion1(in PageHeader header, ReadOnlySpan<byte> page)
    {
        if (_field.MaxRepetitionLevel > 0)
            Levels.ReadPrefixed(ref page, header.RepetitionEncoding, _field.MaxRepetitionLevel, _repetitions.Extend(header.NumValues));
        var defined = header.NumValues;
        if (_field.MaxDefinitionLevel > 0)
        {
            var levels = _definitions.Extend(header.NumValues);
            Levels.ReadPrefixed(ref page, header.DefinitionEncoding, _field.MaxDefinitionLevel, levels);
            defined = levels.Count(_field.MaxDefinitionLevel);
        }
        AddValues(header, page, defined);
    }

    // Levels come first and are never compressed.
    private void ReadVersion2(in PageHeader header, ArraySegment<byte> stored)
    {
        var levelBytes = (long)header.RepetitionBytes + header.DefinitionBytes;
        if (header.RepetitionBytes < 0 || header.DefinitionBytes < 0 || levelBytes > stored.Count || levelBytes > header.UncompressedBytes)
            throw new ParquetException($"a page's levels claim {levelBytes} bytes of {stored.Count}");
        if (_field.MaxRepetitionLevel > 0)
            Levels.Read(stored.AsSpan(0, header.RepetitionBytes), _field.MaxRepetitionLevel, _repetitions.Extend(header.NumValues));
        var defined = header.NumValues;
        if (_field.MaxDefinitionLevel > 0)
        {
            var levels = _definitions.Extend(header.NumValues);
            Levels.Read(stored.AsSpan(header.RepetitionBytes, header.DefinitionBytes), _field.MaxDefinitionLevel, levels);
            defined = levels.Count(_field.MaxDefinitionLevel);
        }
        var values = stored[(int)levelBytes..];
        var length = header.UncompressedBytes - (int)levelBytes;
        // Where all are null some writers store nothing, not even compressed nothing.
        var isStored = !header.IsCompressed || values.Count == 0 && defined == 0;
        AddValues(header, isStored ? values : Decompress(values, length), defined);
    }

    private void AddValues(in PageHeader header, ReadOnlySpan<byte> page, int defined)
    {
        _values.Add(page, header.Encoding, defined);
        _read += header.NumValues;
    }

    private ReadOnlySpan<byte> Decompress(ArraySegment<byte> stored, int length)
    {
        if (_meta.Codec == CompressionCodec.UNCOMPRESSED)
            return stored;
        if (_page.Length < length)
        {
            if (_page.Length > 0)
                ArrayPool<byte>.Shared.Return(_page);
            _page = ArrayPool<byte>.Shared.Rent(length);
        }
        var page = _page.AsSpan(0, length);
        Decompression.Run(_meta.Codec, stored, page);
        return page;
    }
}
