using System.Buffers.Binary;

namespace Parquet.Codecs;

/// <summary>LZ4's block format, and the frames that Hadoop puts around such blocks.</summary>
internal static unsafe class Lz4Decoder
{
    public static void Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (!TryDecode(source, destination))
            throw new ParquetException("the LZ4 data is broken, or does not hold as many bytes as its page says");
    }

    /// <summary>The codec that is just called LZ4: frames of Hadoop, and in some files a bare block.</summary>
    public static void DecodeHadoop(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (!TryDecodeFrames(source, destination))
            Decode(source, destination);
    }

    private static bool TryDecodeFrames(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        while (source.Length >= 8)
        {
            var uncompressed = BinaryPrimitives.ReadUInt32BigEndian(source);
            var compressed = BinaryPrimitives.ReadUInt32BigEndian(source[4..]);
            source = source[8..];
            if (compressed > source.Length || uncompressed > destination.Length)
                return false;
            if (!TryDecode(source[..(int)compressed], destination[..(int)uncompressed]))
                return false;
            source = source[(int)compressed..];
            destination = destination[(int)uncompressed..];
        }
        return source.IsEmpty && destination.IsEmpty;
    }

    private static bool TryDecode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            return Decode(from, from + source.Length, to, to + destination.Length);
        }
    }

    private static bool Decode(byte* s, byte* sourceEnd, byte* start, byte* end)
    {
        var d = start;
        while (s < sourceEnd)
        {
            var token = *s++;
            if (!Length(token >> 4, ref s, sourceEnd, out var literals) || sourceEnd - s < literals || end - d < literals)
                return false;
            MatchCopy.Literals(s, sourceEnd, d, end, literals);
            s += literals;
            d += literals;
            if (s == sourceEnd)
                return d == end;
            if (sourceEnd - s < 2)
                return false;
            var offset = s[0] | s[1] << 8;
            s += 2;
            if (!Length(token & 15, ref s, sourceEnd, out var length))
                return false;
            length += 4;
            if (offset == 0 || offset > d - start || end - d < length)
                return false;
            MatchCopy.Copy(d, offset, length, end);
            d += length;
        }
        return d == end;
    }

    private static bool Length(int first, ref byte* s, byte* end, out long length)
    {
        length = first;
        if (first < 15)
            return true;
        while (s < end)
        {
            var more = *s++;
            length += more;
            if (more < 255)
                return true;
        }
        return false;
    }
}
