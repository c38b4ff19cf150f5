using System.Buffers.Binary;

namespace Parquet.Codecs;

/// <summary>The checksum of gzip (polynomial 0x04C11DB7), eight bytes at a time.</summary>
internal static class Crc32
{
    private static readonly uint[][] Tables = MakeTables();

    public static uint Of(ReadOnlySpan<byte> data)
    {
        var t = Tables;
        var crc = uint.MaxValue;
        for (; data.Length >= 8; data = data[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = t[7][(byte)low] ^ t[6][(byte)(low >> 8)] ^ t[5][(byte)(low >> 16)] ^ t[4][low >> 24] ^
                t[3][(byte)high] ^ t[2][(byte)(high >> 8)] ^ t[1][(byte)(high >> 16)] ^ t[0][high >> 24];
        }
        foreach (var b in data)
            crc = crc >> 8 ^ t[0][(byte)(crc ^ b)];
        return ~crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var k = 0; k < 8; k++)
            tables[k] = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
            tables[0][i] = crc;
        }
        for (var k = 1; k < 8; k++)
        {
            for (var i = 0; i < 256; i++)
                tables[k][i] = tables[k - 1][i] >> 8 ^ tables[0][(byte)tables[k - 1][i]];
        }
        return tables;
    }
}
