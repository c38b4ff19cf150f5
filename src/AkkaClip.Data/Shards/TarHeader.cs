using System.Text;

namespace AkkaClip.Data.Shards;

/// <summary>Reads the fields of a 512-byte header block (POSIX.1-1988 ustar, with GNU's binary numbers).</summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    public const int BlockBytes = 512;

    public const byte GnuLongName = (byte)'L';
    public const byte GnuLongLink = (byte)'K';
    public const byte GnuSparse = (byte)'S';
    public const byte Pax = (byte)'x';
    public const byte PaxGlobal = (byte)'g';

    private const int ChecksumOffset = 148;
    private const int ChecksumBytes = 8;

    private static readonly UTF8Encoding s_strictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _block = block;

    /// <summary>The end of the archive is marked by blocks of zeros.</summary>
    public bool IsZero => !_block.ContainsAnyExcept((byte)0);

    public byte Type => _block[156];

    /// <summary>A plain file: type 0, its old spelling NUL, or 7 (contiguous).</summary>
    public bool IsRegularFile => Type is (byte)'0' or 0 or (byte)'7';

    /// <summary>The size field; null: it is no number, or negative.</summary>
    public long? Size => Number(_block.Slice(124, 12));

    /// <summary>Whether the header's own sum is right. Some old writers summed signed bytes: both count.</summary>
    public bool HasValidChecksum
    {
        get
        {
            if (Number(_block.Slice(ChecksumOffset, ChecksumBytes)) is not { } stored)
                return false;
            long unsigned = 0, signed = 0;
            for (var i = 0; i < BlockBytes; i++)
            {
                var value = i is >= ChecksumOffset and < ChecksumOffset + ChecksumBytes ? (byte)' ' : _block[i];
                unsigned += value;
                signed += (sbyte)value;
            }
            return stored == unsigned || stored == signed;
        }
    }

    /// <summary>The path: the name field, and ustar's prefix before it; null: it is not UTF-8.</summary>
    public string? Name
    {
        get
        {
            var name = Text(_block[..100]);
            var prefix = _block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Text(_block.Slice(345, 155)) : "";
            return name is null || prefix is null ? null : prefix.Length > 0 ? $"{prefix}/{name}" : name;
        }
    }

    /// <summary>Bytes up to the first NUL as UTF-8; null: they are not.</summary>
    public static string? Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        try
        {
            return s_strictUtf8.GetString(end < 0 ? field : field[..end]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Octal digits among spaces and NULs, or GNU's big-endian binary marked by the top bit.</summary>
    private static long? Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
            return Binary(field);
        var digits = field.Trim(" \0"u8);
        long value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7' || value >> 60 != 0)
                return null;
            value = (value << 3) | (uint)(digit - '0');
        }
        return value;
    }

    private static long? Binary(ReadOnlySpan<byte> field)
    {
        // 0x80 leads a positive number; 0xFF a negative one, which no size is.
        if (field[0] != 0x80 || field[1..^8].ContainsAnyExcept((byte)0))
            return null;
        var value = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(field[^8..]);
        return value < 0 ? null : value;
    }
}
