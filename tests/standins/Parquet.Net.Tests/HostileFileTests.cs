using Parquet.Tests.Kit;

namespace Parquet.Tests;

/// <summary>Files that claim what they do not hold are refused with a reason, quickly, and before memory is taken.</summary>
public sealed class HostileFileTests
{
    private const int Int64 = 2, ByteArray = 6;
    private const int Plain = 0, Delta = 5, DeltaBytes = 7, RleDictionary = 8;

    /// <summary>What a reading may allocate: a page, a column's values and their levels at their limits.</summary>
    private const long MaxAllocated = 3L << 30;

    private static readonly byte[] s_eight = new byte[8];

    public static TheoryData<string, string> Refused => new()
    {
        { "footer longer than the file", "footer claims" },
        { "schema of a billion elements", "ends within" },
        { "schema that lacks its columns", "schema" },
        { "page longer than the file", "claims" },
        { "page of two gigabytes", "claims" },
        { "page of negative length", "claims" },
        { "more values than rows", "values" },
        { "more rows than are read", "most that are read" },
        { "pages before the file", "begin" },
        { "values that are not there", "said to hold" },
        { "text longer than its page", "ends within its values" },
        { "index without a dictionary", "dictionary" },
        { "index outside of the dictionary", "dictionary of 1" },
        { "indices of 200 bits", "200 bits" },
        { "dictionary longer than its page", "said to hold" },
        { "levels longer than their page", "levels" },
        { "level above the highest", "is the highest" },
        { "differences without end", "blocks of" },
        { "prefix longer than the text before", "of the one before" },
        { "snappy of another length", "snappy" },
        { "snappy that copies from before its start", "snappy" },
        { "gzip that is none", "gzip" },
        { "gzip bomb", "more than" },
        { "zstd that is none", "zstd" },
        { "LZ4 that is none", "LZ4" },
        { "brotli that is none", "brotli" },
        { "codec LZO", "LZO" },
        { "codec 99", "99" },
        { "encoding 77", "77" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_claim_is_refused_with_its_reason(string claim, string said)
    {
        using var stream = Make(claim);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refusal = await Assert.ThrowsAnyAsync<ParquetException>(() => Tables.ReadAsync(stream, "c"));

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PAR1")]
    [InlineData("PAR1PAR1PAR1")]
    [InlineData("this is a text and no table at all")]
    public async Task What_is_no_table_is_an_IOException_or_a_refusal(string content)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content));

        var refusal = await Record.ExceptionAsync(() => ParquetReader.CreateAsync(stream));

        Assert.True(refusal is IOException or ParquetException, $"{refusal}");
    }

    [Fact]
    public async Task An_encrypted_footer_is_refused_by_name()
    {
        using var stream = new MemoryStream("PARE\x1\x2\x3\x4\x4\0\0\0PARE"u8.ToArray());

        var refusal = await Assert.ThrowsAsync<ParquetException>(() => ParquetReader.CreateAsync(stream));

        Assert.Contains("encrypted", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Lz4Raw)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Brotli)]
    public async Task Changed_bytes_are_values_or_a_refusal(CompressionMethod method)
    {
        var random = new Random((int)method);
        var original = await MakeTableAsync(method);
        for (var i = 0; i < Mutations.Rounds(2000); i++)
            await Mutations.ReadAsync(Mutations.Change(original, random), MaxAllocated);
    }

    private static async Task<byte[]> MakeTableAsync(CompressionMethod method)
    {
        var random = new Random(5);
        var numbers = Enumerable.Range(0, 500).Select(i => i % 5 == 0 ? null : (double?)random.Next(50)).ToArray();
        using var stream = await Tables.WriteAsync(
        [
            (new Schema.DataField<double?>("n"), numbers),
            (new Schema.DataField<string>("s"), numbers.Select(n => $"text {n}").ToArray()),
            (new Schema.DataField<long>("l"), numbers.Select((_, i) => i * 1_000_003L).ToArray()),
            (new Schema.DataField<bool>("b"), numbers.Select(n => n > 20).ToArray()),
        ], method);
        return stream.ToArray();
    }

    private static MemoryStream Make(string claim) => claim switch
    {
        "footer longer than the file" => (HandMade.Of(Int64, Plain, 1, s_eight) with { FooterLength = 1 << 30 }).ToStream(),
        "schema of a billion elements" => Footer(new ThriftBytes().I32(1, 1).EmptyClaim(2, 1_000_000_000)),
        "schema that lacks its columns" => Footer(new ThriftBytes().I32(1, 1).Structs(2, new ThriftBytes().Text(4, "root").I32(5, 1_000_000))),
        "page longer than the file" => Page(HandMade.Version1(1, Plain, 1 << 20)),
        "page of two gigabytes" => Page(HandMade.Version1(1, Plain, int.MaxValue, compressed: 8)),
        "page of negative length" => Page(HandMade.Version1(1, Plain, -5)),
        "more values than rows" => Page(HandMade.Version1(1000, Plain, 8)),
        "more rows than are read" => (HandMade.Of(Int64, Plain, 1, s_eight) with { Rows = 1L << 40 }).ToStream(),
        "pages before the file" => (HandMade.Of(Int64, Plain, 1, s_eight) with { DataPageOffset = -7 }).ToStream(),
        "values that are not there" => (HandMade.Of(Int64, Plain, 50_000_000, s_eight)).ToStream(),
        "text longer than its page" => HandMade.Of(ByteArray, Plain, 1, [255, 255, 255, 127, 1, 2]).ToStream(),
        "index without a dictionary" => HandMade.Of(Int64, RleDictionary, 1, [1, 2, 0]).ToStream(),
        "index outside of the dictionary" => Indexed([4, 2, 9]),
        "indices of 200 bits" => Indexed([200, 2, 9]),
        "dictionary longer than its page" => new HandMade { Pages = [(HandMade.Dictionary(40_000_000, 8), s_eight)] }.ToStream(),
        "levels longer than their page" => Optional([0, 0, 0, 99, 0, 0]),
        "level above the highest" => Optional([2, 0, 0, 0, 2, 5]),
        "differences without end" => HandMade.Of(Int64, Delta, 1, [0, 0, 1, 0]).ToStream(),
        "prefix longer than the text before" => HandMade.Of(ByteArray, DeltaBytes, 1, [8, 1, 1, 200, 1, 8, 1, 1, 0]).ToStream(),
        "snappy of another length" => Compressed(1, [100, 0, 0]),
        "snappy that copies from before its start" => Compressed(1, [8, 0b_0001_0001, 200]),
        "gzip that is none" => Compressed(2, [1, 2, 3, 4]),
        "gzip bomb" => Compressed(2, Bomb()),
        "zstd that is none" => Compressed(6, [1, 2, 3, 4]),
        "LZ4 that is none" => Compressed(7, [0xf0, 255, 255, 255]),
        "brotli that is none" => Compressed(4, [255, 255, 255]),
        "codec LZO" => Compressed(3, [1]),
        "codec 99" => Compressed(99, [1]),
        "encoding 77" => HandMade.Of(Int64, 77, 1, s_eight).ToStream(),
        _ => throw new ArgumentOutOfRangeException(nameof(claim), claim, "no such file"),
    };

    private static MemoryStream Footer(ThriftBytes footer) => new HandMade { Pages = [], Footer = footer }.ToStream();

    private static MemoryStream Page(ThriftBytes header) => new HandMade { Pages = [(header, s_eight)] }.ToStream();

    private static MemoryStream Optional(byte[] page) =>
        new HandMade { IsOptional = true, Pages = [(HandMade.Version1(1, Plain, page.Length), page)] }.ToStream();

    private static MemoryStream Indexed(byte[] page) => new HandMade
    {
        Pages = [(HandMade.Dictionary(1, 8), s_eight), (HandMade.Version1(1, RleDictionary, page.Length), page)],
    }.ToStream();

    private static MemoryStream Compressed(int codec, byte[] bytes) =>
        new HandMade { Codec = codec, Pages = [(HandMade.Version1(1, Plain, 8, bytes.Length), bytes)] }.ToStream();

    private static byte[] Bomb()
    {
        using var output = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(output, System.IO.Compression.CompressionLevel.Optimal))
            gzip.Write(new byte[50 << 20]);
        return output.ToArray();
    }
}
