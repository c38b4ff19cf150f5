using System.IO.Compression;
using Parquet.Meta;

namespace Parquet.Codecs;

/// <summary>Decompresses a page into exactly as many bytes as it says.</summary>
internal static class Decompression
{
    public static void Run(CompressionCodec codec, ArraySegment<byte> source, Span<byte> destination)
    {
        switch (codec)
        {
            case CompressionCodec.SNAPPY: SnappyDecoder.Decode(source, destination); break;
            case CompressionCodec.GZIP: Gunzip(source, destination); break;
            case CompressionCodec.BROTLI: Brotli(source, destination); break;
            case CompressionCodec.LZ4: Lz4Decoder.DecodeHadoop(source, destination); break;
            case CompressionCodec.LZ4_RAW: Lz4Decoder.Decode(source, destination); break;
            case CompressionCodec.ZSTD: Zstd.Decode(source, destination); break;
            case CompressionCodec.LZO: throw new ParquetException("the codec LZO is not read");
            default: throw new ParquetException($"the codec {(int)codec} is unknown");
        }
    }

    private static void Gunzip(ArraySegment<byte> source, Span<byte> destination)
    {
        using var stream = new GZipStream(new MemoryStream(source.Array!, source.Offset, source.Count), CompressionMode.Decompress);
        int read;
        try
        {
            read = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
            if (read == destination.Length && stream.ReadByte() >= 0)
                throw new ParquetException($"the gzip data holds more than the {destination.Length} bytes that its page says");
        }
        catch (InvalidDataException e)
        {
            throw new ParquetException("the gzip data is broken", e);
        }
        if (read != destination.Length)
            throw new ParquetException($"the gzip data holds {read} bytes, its page says {destination.Length}");
    }

    private static void Brotli(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (!BrotliDecoder.TryDecompress(source, destination, out var written) || written != destination.Length)
            throw new ParquetException($"the brotli data is broken, or does not hold the {destination.Length} bytes that its page says");
    }
}
