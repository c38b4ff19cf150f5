using System.IO.Compression;
using Parquet.Tests.Kit;

namespace Parquet.Tests;

/// <summary>Pages written byte for byte from the format's description.</summary>
public sealed class EncodingTests
{
    private const int Int32 = 1, Int64 = 2, Float = 4, ByteArray = 6;
    private const int Plain = 0, Rle = 3, Delta = 5, DeltaLengths = 6, DeltaBytes = 7, RleDictionary = 8, Split = 9;

    private static readonly ParquetOptions s_text = new() { TreatByteArrayAsString = true };

    // 7, 5, 3, 1, 2, 3, 4, 5: the example of the format's description, in one block of 128 in 4 parts.
    private static readonly byte[] s_delta = [128, 1, 4, 8, 14, 3, 2, 0, 0, 0, 0xc0, 0x3f, 0, 0, 0, 0, 0, 0];

    [Fact]
    public async Task Differences() =>
        Assert.Equal([7, 5, 3, 1, 2, 3, 4, 5], (await ReadAsync(HandMade.Of(Int32, Delta, 8, s_delta))).Cast<int>());

    [Fact]
    public async Task Lengths_before_the_texts()
    {
        byte[] page = [.. Deltas(5, 5, 6, 6), .. "HelloWorldFoobarABCDEF"u8];

        Assert.Equal(["Hello", "World", "Foobar", "ABCDEF"], await ReadAsync(HandMade.Of(ByteArray, DeltaLengths, 4, page)));
    }

    [Fact]
    public async Task Prefixes_of_the_text_before()
    {
        byte[] page = [.. Deltas(0, 2, 0, 3), .. Deltas(4, 3, 1, 0), .. "axislebb"u8];
        // axis, axle, b; and the last takes more of 'b' than there is.
        await Assert.ThrowsAsync<ParquetException>(() => ReadAsync(HandMade.Of(ByteArray, DeltaBytes, 4, page)));

        page = [.. Deltas(0, 2, 4), .. Deltas(4, 2, 3), .. "axislebox"u8];
        Assert.Equal(["axis", "axle", "axlebox"], await ReadAsync(HandMade.Of(ByteArray, DeltaBytes, 3, page)));
    }

    [Fact]
    public async Task Streams_of_bytes()
    {
        byte[] a = BitConverter.GetBytes(1.5f), b = BitConverter.GetBytes(-2f);
        byte[] page = [a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3]];

        Assert.Equal([1.5f, -2f], (await ReadAsync(HandMade.Of(Float, Split, 2, page))).Cast<float>());
    }

    [Fact]
    public async Task Booleans_in_runs()
    {
        // Five times true, then eight packed ones of which two are used.
        byte[] page = [4, 0, 0, 0, 10, 1, 3, 0b01];

        Assert.Equal([true, true, true, true, true, true, false], (await ReadAsync(HandMade.Of(0, Rle, 7, page))).Cast<bool>());
    }

    [Fact]
    public async Task Packed_levels_of_the_oldest_files()
    {
        // Most significant bit first: there, not there, there.
        byte[] page = [0b1010_0000, .. BitConverter.GetBytes(11L), .. BitConverter.GetBytes(22L)];
        var file = new HandMade { Type = Int64, Rows = 3, IsOptional = true, Pages = [(HandMade.Version1(3, Plain, page.Length, levels: 4), page)] };

        Assert.Equal([11L, null, 22L], await ReadAsync(file));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_of_version_2_keep_their_levels_uncompressed(bool compressed)
    {
        byte[] levels = [3, 0b101];
        byte[] values = [.. BitConverter.GetBytes(11L), .. BitConverter.GetBytes(22L)];
        var stored = compressed ? Gzip(values) : values;
        var header = HandMade.Version2(3, nulls: 1, Plain, levels.Length + values.Length, levels.Length, compressed ? levels.Length + stored.Length : null);
        var file = new HandMade { Type = Int64, Rows = 3, IsOptional = true, Codec = 2, Pages = [(header, [.. levels, .. stored])] };

        Assert.Equal([11L, null, 22L], await ReadAsync(file));
    }

    [Fact]
    public async Task A_dictionary_and_pages_that_refer_to_it()
    {
        byte[] dictionary = [.. BitConverter.GetBytes(100L), .. BitConverter.GetBytes(200L), .. BitConverter.GetBytes(300L)];
        byte[] first = [2, 6, 2], second = [2, 3, 0b11_10_01_00, 0]; // three times the last; 0 1 2 3, of which three are used
        var file = new HandMade
        {
            Type = Int64,
            Rows = 6,
            Pages =
            [
                (HandMade.Dictionary(3, dictionary.Length), dictionary),
                (HandMade.Version1(3, RleDictionary, first.Length), first),
                (HandMade.Version1(3, RleDictionary, second.Length), second),
            ],
        };

        Assert.Equal([300L, 300L, 300L, 100L, 200L, 300L], await ReadAsync(file));
    }

    [Fact]
    public async Task A_wrong_checksum_is_an_error()
    {
        var page = BitConverter.GetBytes(5L);
        ThriftBytes Header(long checksum) => new ThriftBytes().I32(1, 0).I32(2, 8).I32(3, 8).I32(4, checksum)
            .Struct(5, new ThriftBytes().I32(1, 1).I32(2, Plain).I32(3, 3).I32(4, 3));

        Assert.Equal([5L], await ReadAsync(new HandMade { Pages = [(Header(unchecked((int)Crc(page))), page)] }));
        var wrong = await Assert.ThrowsAsync<ParquetException>(() => ReadAsync(new HandMade { Pages = [(Header(7), page)] }));
        Assert.Contains("checksum", wrong.Message, StringComparison.Ordinal);
    }

    private static async Task<List<object?>> ReadAsync(HandMade file)
    {
        using var stream = file.ToStream();
        return await Tables.ReadAsync(stream, "c", s_text);
    }

    // Numbers below 64 without a neighbour's help: one block, 8 bits a difference above the least.
    private static byte[] Deltas(params int[] numbers)
    {
        var deltas = numbers.Skip(1).Select((n, i) => n - numbers[i]).ToArray();
        var least = deltas.Min();
        return [128, 1, 4, (byte)numbers.Length, (byte)(numbers[0] << 1), (byte)(least << 1 ^ least >> 31), 8, 0, 0, 0,
            .. deltas.Select(d => (byte)(d - least)), .. new byte[32 - deltas.Length]];
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return output.ToArray();
    }

    // Bit by bit, as the polynomial is defined.
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
                crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
        }
        return ~crc;
    }
}
