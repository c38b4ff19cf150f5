using System.Buffers.Binary;
using System.IO.Compression;

namespace AkkaClip.Data.Generation;

/// <summary>Writes 8-bit RGB pictures as PNG (W3C recommendation, third edition), one filter for all rows.</summary>
internal static class PngEncoder
{
    private const byte SubFilter = 1;
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOfByte)];

    /// <param name="pixels">[height, width, 3].</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits a channel
        header[9] = 2; // RGB
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "IDAT"u8, Compress(pixels, width * 3));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> pixels, int rowBytes)
    {
        const int PixelBytes = 3;
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var filtered = new byte[1 + rowBytes];
            filtered[0] = SubFilter;
            for (; pixels.Length > 0; pixels = pixels[rowBytes..])
            {
                for (var i = 0; i < rowBytes; i++)
                    filtered[1 + i] = (byte)(pixels[i] - (i < PixelBytes ? 0 : pixels[i - PixelBytes]));
                zlib.Write(filtered);
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        var start = (int)png.Length;
        png.Write(type);
        png.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(png.GetBuffer().AsSpan(start, type.Length + content.Length)));
        png.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint CrcOfByte(int value)
    {
        const uint Polynomial = 0xEDB88320;
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++)
            crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
        return crc;
    }
}
