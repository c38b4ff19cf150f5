using System.Numerics;
using Parquet.Schema;
using Parquet.Tests.Kit;

namespace Parquet.Tests;

/// <summary>What is written is read again.</summary>
public sealed class RoundTripTests
{
    private static readonly DateTime s_day = new(2024, 2, 29, 0, 0, 0, DateTimeKind.Utc);

    public static TheoryData<CompressionMethod> Methods =>
    [
        CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Brotli, CompressionMethod.Zstd, CompressionMethod.Lz4Raw,
    ];

    private static List<(DataField Field, Array Values)> AllTypes() =>
    [
        (new DataField<bool>("bool"), new[] { true, false, true, true }),
        (new DataField<sbyte>("sbyte"), new sbyte[] { -128, 0, 127, 1 }),
        (new DataField<byte>("byte"), new byte[] { 0, 255, 7, 7 }),
        (new DataField<short>("short"), new short[] { short.MinValue, -1, 1, short.MaxValue }),
        (new DataField<ushort>("ushort"), new ushort[] { 0, 1, 2, ushort.MaxValue }),
        (new DataField<int>("int"), new[] { int.MinValue, int.MaxValue, 0, -1 }),
        (new DataField<uint>("uint"), new uint[] { 0, uint.MaxValue, 5, 6 }),
        (new DataField<long>("long"), new[] { long.MinValue, long.MaxValue, 0, -1 }),
        (new DataField<ulong>("ulong"), new ulong[] { 0, ulong.MaxValue, 5, 6 }),
        (new DataField<float>("float"), new[] { 0f, -0f, float.NaN, 1e30f }),
        (new DataField<double>("double"), new[] { 0.0, -0.0, double.NaN, 1e300 }),
        (new DecimalDataField("decimal9", 9, 2), new[] { 1.25m, -1.25m, 0, 9999999.99m }),
        (new DecimalDataField("decimal18", 18, 4), new[] { 1.25m, -1.25m, 0, 99999999999999.9999m }),
        (new DecimalDataField("decimal28", 28, 8), new[] { 1.25m, -1.25m, 0, 12345678901234567890.12345678m }),
        (new DataField<BigInteger>("int96"), new[] { BigInteger.Zero, BigInteger.MinusOne, new BigInteger(1) << 94, new BigInteger(long.MinValue) }),
        (new DateTimeDataField("impala", DateTimeFormat.Impala), new[] { s_day, s_day.AddTicks(1), s_day.AddYears(-100), s_day.AddHours(1) }),
        (new DateTimeDataField("millis", DateTimeFormat.DateAndTime), new[] { s_day, s_day.AddMilliseconds(1), s_day.AddYears(-100), s_day }),
        (new DateTimeDataField("micros", DateTimeFormat.DateAndTimeMicros), new[] { s_day, s_day.AddMicroseconds(1), s_day.AddYears(-100), s_day }),
        (new DateTimeDataField("nanos", DateTimeFormat.Timestamp, unit: DateTimeTimeUnit.Nanos), new[] { s_day, s_day.AddTicks(1), s_day.AddYears(-100), s_day }),
        (new DateTimeDataField("date", DateTimeFormat.Date), new[] { s_day, s_day.AddDays(1), s_day.AddYears(-100), s_day }),
        (new TimeSpanDataField("time", TimeSpanFormat.MilliSeconds), new[] { TimeSpan.Zero, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(23), TimeSpan.FromSeconds(1) }),
        (new TimeSpanDataField("time6", TimeSpanFormat.MicroSeconds), new[] { TimeSpan.Zero, TimeSpan.FromMicroseconds(1), TimeSpan.FromHours(23), TimeSpan.FromSeconds(1) }),
        (new DataField<string>("string"), new[] { "", "a", "dög 🐕", new string('x', 5000) }),
        (new DataField<byte[]>("bytes"), new byte[][] { [], [0], [255, 254], [1, 2, 3] }),
        (new DataField<Guid>("guid"), new[] { Guid.Empty, new Guid("00112233-4455-6677-8899-aabbccddeeff"), Guid.AllBitsSet, Guid.Empty }),
    ];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Every_type_is_read_as_it_was_written(CompressionMethod method)
    {
        foreach (var options in new[] { new ParquetOptions { TreatBigIntegersAsDates = false }, new ParquetOptions { UseDictionaryEncoding = false, UseDeltaBinaryPackedEncoding = false } })
        {
            var columns = AllTypes();
            // INT96 is one thing or the other for a whole file.
            columns.RemoveAll(c => c.Field.Name == (options.TreatBigIntegersAsDates ? "int96" : "impala"));
            using var stream = await Tables.WriteAsync(columns, method, options, rowGroups: 2);

            foreach (var (field, values) in columns)
                Assert.Equal(values.Cast<object?>().Concat(values.Cast<object?>()), await Tables.ReadAsync(stream, field.Name, options));
        }
    }

    [Fact]
    public async Task Nulls_stay_where_they_are()
    {
        var numbers = Enumerable.Range(0, 200_000).Select(i => i % 7 == 0 || i is > 50_000 and < 120_000 ? null : (double?)i).ToArray();
        var texts = numbers.Select(n => n is null ? null : $"text {n % 1000}").ToArray();
        using var stream = await Tables.WriteAsync(
            [(new DataField<double?>("n"), numbers), (new DataField("t", typeof(string), isNullable: true), texts), (new DataField<int?>("none"), new int?[numbers.Length])]);

        Assert.Equal(numbers.Cast<object?>(), await Tables.ReadAsync(stream, "n"));
        Assert.Equal(texts, await Tables.ReadAsync(stream, "t"));
        Assert.All(await Tables.ReadAsync(stream, "none"), Assert.Null);
    }

    [Fact]
    public async Task Defined_values_and_levels_are_a_column_as_well()
    {
        var field = new DataField<int?>("n");
        var schema = new ParquetSchema(field);
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteColumnAsync(new Data.DataColumn(field, new[] { 5, 6 }, [1, 0, 1], null));
        }

        using var reader = await ParquetReader.CreateAsync(stream);
        var column = await reader.RowGroups[0].ReadColumnAsync(reader.Schema.DataFields[0]);

        Assert.Equal([5, 6], (int[])column.DefinedData);
        Assert.Equal([1, 0, 1], column.DefinitionLevels!);
        Assert.Equal([5, null, 6], (int?[])column.Data);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(300)]
    [InlineData(70_000)]
    public async Task Dictionaries_of_any_size_and_runs_of_any_length(int distinct)
    {
        var random = new Random(distinct);
        var values = Enumerable.Range(0, 30_000).SelectMany(i => Enumerable.Repeat((long)random.Next(distinct), random.Next(1, 20))).ToArray();
        using var stream = await Tables.WriteAsync([(new DataField<long>("n"), values)]);

        Assert.Equal(values.Cast<object?>(), await Tables.ReadAsync(stream, "n"));
    }

    [Fact]
    public async Task Differences_of_any_width_wrap_around()
    {
        var random = new Random(1);
        var longs = Enumerable.Range(0, 10_000).Select(i => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64)).ToArray();
        var ints = longs.Select(n => unchecked((int)n)).ToArray();
        var options = new ParquetOptions { UseDictionaryEncoding = false };
        using var stream = await Tables.WriteAsync([(new DataField<long>("l"), longs), (new DataField<int>("i"), ints)], options: options);

        Assert.Equal(longs.Cast<object?>(), await Tables.ReadAsync(stream, "l"));
        Assert.Equal(ints.Cast<object?>(), await Tables.ReadAsync(stream, "i"));
    }

    [Fact]
    public async Task Bounds_are_those_of_the_values()
    {
        using var stream = await Tables.WriteAsync(
        [
            (new DataField<double?>("d"), new double?[] { 3, double.NaN, null, -2 }),
            (new DataField<string>("s"), new[] { "b", "a", "\ud83d\udc15", "\uffee" }),
            (new DataField<int>("i"), new[] { 1, 2, 3, 4 }),
            (new DataField<double>("nan"), new[] { double.NaN, double.NaN, double.NaN, double.NaN }),
        ]);
        using var reader = await ParquetReader.CreateAsync(stream);

        var bounds = reader.Schema.DataFields.ToDictionary(f => f.Name, f => reader.RowGroups[0].GetStatistics(f)!);

        Assert.Equal((1L, -2.0, 3.0), (bounds["d"].NullCount, bounds["d"].MinValue, bounds["d"].MaxValue));
        // By bytes the dog comes last, by UTF-16 it would not.
        Assert.Equal(("a", "\ud83d\udc15"), (bounds["s"].MinValue, bounds["s"].MaxValue));
        Assert.Equal((1, 4), (bounds["i"].MinValue, bounds["i"].MaxValue));
        Assert.Null(bounds["nan"].MinValue);
    }

    [Fact]
    public async Task Metadata_and_sizes_are_in_the_footer()
    {
        using var stream = await Tables.WriteAsync(
            [(new DataField<int>("i"), Enumerable.Range(0, 1000).ToArray())], metadata: new Dictionary<string, string> { ["maker"] = "test" }, rowGroups: 3);
        using var reader = await ParquetReader.CreateAsync(stream);

        Assert.Equal("test", reader.CustomMetadata["maker"]);
        Assert.Equal(3000, reader.Metadata!.NumRows);
        Assert.Equal([1000, 1000, 1000], reader.RowGroups.Select(g => g.RowCount));
        Assert.All(reader.RowGroups, g => Assert.InRange(g.RowGroup.TotalByteSize, 1, 5000));
    }

    [Fact]
    public async Task Text_that_repeats_takes_little_room()
    {
        var licences = Enumerable.Range(0, 100_000).Select(i => i % 3 == 0 ? "cc-by" : "?").ToArray();
        using var stream = await Tables.WriteAsync([(new DataField<string>("l"), licences)]);

        Assert.InRange(stream.Length, 100, 20_000);
    }

    [Fact]
    public async Task A_table_may_have_no_rows_and_a_file_no_row_groups()
    {
        using var empty = await Tables.WriteAsync([(new DataField<string>("s"), Array.Empty<string>())]);
        using var none = await Tables.WriteAsync([(new DataField<string>("s"), Array.Empty<string>())], rowGroups: 0);

        Assert.Empty(await Tables.ReadAsync(empty, "s"));
        Assert.Empty(await Tables.ReadAsync(none, "s"));
    }

    [Fact]
    public async Task Columns_are_written_in_order_and_with_equal_rows()
    {
        var (a, b) = (new DataField<int>("a"), new DataField<int>("b"));
        using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(a, b), new MemoryStream());
        using var group = writer.CreateRowGroup();

        await Assert.ThrowsAsync<ArgumentException>(() => group.WriteColumnAsync(new Data.DataColumn(b, new[] { 1 })));
        await group.WriteColumnAsync(new Data.DataColumn(a, new[] { 1 }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => group.WriteColumnAsync(new Data.DataColumn(b, new[] { 1, 2 })));
        Assert.Throws<InvalidOperationException>(group.CompleteValidate);
        Assert.Throws<ArgumentException>(() => new Data.DataColumn(a, new[] { 1L }));
    }
}
