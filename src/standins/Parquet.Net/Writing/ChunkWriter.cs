using System.Buffers;
using System.IO.Compression;
using Parquet.Codecs;
using Parquet.Columns;
using Parquet.Data;
using Parquet.Encodings;
using Parquet.Meta;
using Parquet.Thrift;

namespace Parquet.Writing;

/// <summary>Writes a column of one row group: a dictionary where it pays, pages of version 1, bounds.</summary>
internal sealed class ChunkWriter(CountedOutput output, CompressionMethod method, CompressionLevel level, ParquetOptions options)
{
    private const int PageRows = 1 << 16;

    /// <summary>A page that has this many bytes is not continued; readers hold one in memory.</summary>
    private const int PageBytes = 1 << 20;

    private long _uncompressed;
    private long _compressed;

    public async Task<ColumnChunk> WriteAsync(DataColumn column, CancellationToken cancellation)
    {
        var element = column.Field.SchemaElement!;
        var type = ColumnTypes.Of(element, column.Field.ClrType);
        var start = output.Position;
        var meta = new ColumnMetaData
        {
            Type = element.Type!.Value,
            Codec = (CompressionCodec)method,
            NumValues = column.NumValues,
            PathInSchema = column.Field.Path.ToList(),
            DataPageOffset = start,
        };
        int[]? indices = null;
        if (options.UseDictionaryEncoding && type.TryMakeDictionary(column.DefinedData, options.DictionaryEncodingThreshold, out var dictionary, out indices))
        {
            await WriteDictionaryAsync(type, dictionary, cancellation).ConfigureAwait(false);
            meta.DictionaryPageOffset = start;
            meta.DataPageOffset = output.Position;
            meta.Encodings = [Encoding.PLAIN, Encoding.RLE, Encoding.RLE_DICTIONARY];
            await WritePagesAsync(column, (from, count, page) => WriteIndices(indices.AsSpan(from, count), dictionary.Length, page), Encoding.RLE_DICTIONARY, cancellation)
                .ConfigureAwait(false);
        }
        else if (options.UseDeltaBinaryPackedEncoding && type.TryWriteDelta(column.DefinedData, 0, 0, new ArrayBufferWriter<byte>()))
        {
            meta.Encodings = [Encoding.RLE, Encoding.DELTA_BINARY_PACKED];
            await WritePagesAsync(column, (from, count, page) => type.TryWriteDelta(column.DefinedData, from, count, page), Encoding.DELTA_BINARY_PACKED, cancellation)
                .ConfigureAwait(false);
        }
        else
        {
            meta.Encodings = [Encoding.PLAIN, Encoding.RLE];
            await WritePagesAsync(column, (from, count, page) => type.WritePlain(column.DefinedData, from, count, page), Encoding.PLAIN, cancellation)
                .ConfigureAwait(false);
        }
        meta.TotalCompressedSize = _compressed;
        meta.TotalUncompressedSize = _uncompressed;
        var bounds = type.Bounds(column.DefinedData);
        meta.Statistics = new Statistics { NullCount = column.NumValues - column.DefinedData.Length, MinValue = bounds?.Least, MaxValue = bounds?.Largest };
        return new ColumnChunk { MetaData = meta };
    }

    private async Task WriteDictionaryAsync(ColumnType type, Array dictionary, CancellationToken cancellation)
    {
        var page = new ArrayBufferWriter<byte>();
        type.WritePlain(dictionary, 0, dictionary.Length, page);
        await WritePageAsync(PageKind.Dictionary, 7, page, w => w.I32(1, dictionary.Length).I32(2, (int)Encoding.PLAIN), cancellation).ConfigureAwait(false);
    }

    private async Task WritePagesAsync(DataColumn column, Action<int, int, ArrayBufferWriter<byte>> writeValues, Encoding encoding, CancellationToken cancellation)
    {
        var rows = column.NumValues;
        var nextValue = 0;
        var pageRows = PageRows;
        for (var row = 0; row < rows || row == 0;)
        {
            var count = Math.Min(pageRows, rows - row);
            var page = new ArrayBufferWriter<byte>();
            var defined = count;
            if (column.DefinitionLevels is { } levels)
            {
                WriteLevels(levels.AsSpan(row, count), column.Field.MaxDefinitionLevel, page);
                defined = levels.AsSpan(row, count).Count(column.Field.MaxDefinitionLevel);
            }
            writeValues(nextValue, defined, page);
            if (page.WrittenCount > 2 * PageBytes && count > 64)
            {
                pageRows = (int)Math.Max(64, (long)count * PageBytes / page.WrittenCount);
                continue;
            }
            await WritePageAsync(
                PageKind.Data, 5, page, w => w.I32(1, count).I32(2, (int)encoding).I32(3, (int)Encoding.RLE).I32(4, (int)Encoding.RLE), cancellation).ConfigureAwait(false);
            row += Math.Max(count, 1);
            nextValue += defined;
        }
    }

    private async Task WritePageAsync(PageKind kind, int id, ArrayBufferWriter<byte> page, Action<CompactWriter> describe, CancellationToken cancellation)
    {
        var compressed = Compression.Run(method, level, page.WrittenMemory);
        var header = new CompactWriter().Structure(w => w
            .I32(1, (int)kind)
            .I32(2, page.WrittenCount)
            .I32(3, compressed.Length)
            .I32(4, unchecked((int)Crc32.Of(compressed.Span)))
            .Struct(id, describe)).Written;
        await output.WriteAsync(header, cancellation).ConfigureAwait(false);
        await output.WriteAsync(compressed, cancellation).ConfigureAwait(false);
        _compressed += header.Length + compressed.Length;
        _uncompressed += header.Length + page.WrittenCount;
    }

    private static void WriteIndices(ReadOnlySpan<int> indices, int entries, ArrayBufferWriter<byte> page)
    {
        var width = RleHybridWriter.Width(entries - 1);
        page.Write([(byte)width]);
        RleHybridWriter.Write(indices, width, page);
    }

    private static void WriteLevels(ReadOnlySpan<int> levels, int max, ArrayBufferWriter<byte> page)
    {
        var encoded = new ArrayBufferWriter<byte>();
        RleHybridWriter.Write(levels, RleHybridWriter.Width(max), encoded);
        page.Write(BitConverter.GetBytes(encoded.WrittenCount));
        page.Write(encoded.WrittenSpan);
    }
}
