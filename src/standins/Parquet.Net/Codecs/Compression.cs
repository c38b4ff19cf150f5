using System.IO.Compression;

namespace Parquet.Codecs;

/// <summary>Compresses pages.</summary>
internal static class Compression
{
    private const int BrotliWindowBits = 22;

    public static ReadOnlyMemory<byte> Run(CompressionMethod method, CompressionLevel level, ReadOnlyMemory<byte> page)
    {
        switch (method)
        {
            case CompressionMethod.None:
                return page;
            case CompressionMethod.Snappy:
                var snappy = new byte[SnappyEncoder.MaxBytes(page.Length)];
                return snappy.AsMemory(0, SnappyEncoder.Encode(page.Span, snappy));
            case CompressionMethod.Lz4Raw:
                var lz4 = new byte[Lz4Encoder.MaxBytes(page.Length)];
                return lz4.AsMemory(0, Lz4Encoder.Encode(page.Span, lz4));
            case CompressionMethod.Zstd:
                var zstd = new byte[Zstd.MaxBytes(page.Length)];
                return zstd.AsMemory(0, Zstd.Encode(page.Span, zstd));
            case CompressionMethod.Gzip:
                var output = new MemoryStream();
                using (var gzip = new GZipStream(output, level, leaveOpen: true))
                    gzip.Write(page.Span);
                return output.GetBuffer().AsMemory(0, (int)output.Length);
            case CompressionMethod.Brotli:
                var brotli = new byte[BrotliEncoder.GetMaxCompressedLength(page.Length)];
                if (!BrotliEncoder.TryCompress(page.Span, brotli, out var written, Quality(level), BrotliWindowBits))
                    throw new InvalidOperationException("Brotli's own bound was too small.");
                return brotli.AsMemory(0, written);
            default:
                throw new NotSupportedException($"the codec {method} is not written");
        }
    }

    private static int Quality(CompressionLevel level) => level switch
    {
        CompressionLevel.NoCompression => 0,
        CompressionLevel.Fastest => 1,
        CompressionLevel.Optimal => 4,
        _ => 11,
    };
}
