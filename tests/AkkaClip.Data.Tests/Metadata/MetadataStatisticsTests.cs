using AkkaClip.Data.Metadata.Generation;
using AkkaClip.Data.Metadata.Statistics;
using AkkaClip.Data.Tests.Samples;

namespace AkkaClip.Data.Tests.Metadata;

public sealed class MetadataStatisticsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Quantiles_are_off_by_a_thousandth_at_most()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 20_000).Select(_ => (random.NextDouble() - 0.3) * Math.Pow(10, random.Next(-3, 4))).ToArray();
        var parts = values.Chunk(7000).Select(Summary).ToList();
        var whole = parts[0];
        foreach (var part in parts.Skip(1))
            whole.Add(part);
        Array.Sort(values);

        Assert.Equal((20_000L, values[0], values[^1]), (whole.Count, whole.Least, whole.Largest));
        Assert.Equal(values.Average(), whole.Mean, 1e-9);
        foreach (var share in new[] { 0.001, 0.01, 0.25, 0.5, 0.75, 0.99, 1 })
        {
            var exact = values[(int)Math.Ceiling(share * values.Length) - 1];
            Assert.InRange(whole.Quantile(share), exact - Math.Abs(exact) * 0.002, exact + Math.Abs(exact) * 0.002);
        }
        Assert.Equal(20_000, whole.Histogram(values[0], values[^1], 40).Sum());
    }

    [Fact]
    public async Task What_is_wrong_is_counted()
    {
        var path = await Laion.WriteAsync(
            _folder.File("a.parquet"), 3,
            (new Parquet.Schema.DataField<double?>("similarity"), new double?[] { 0.3, 6016, null, double.NaN, 0.4 }),
            (new Parquet.Schema.DataField<int>("width"), new[] { 0, -5, 100, 200, 300 }),
            (Laion.Text("LANGUAGE"), new[] { "en", "de", "en", null, "en" }),
            (Laion.Text("URL"), new[] { "a", "b", "c", "d", "e" }),
            (Laion.Text("TEXT"), new[] { "1", "2", "3", "4", "5" }),
            (new Parquet.Schema.DataField<long>("hash"), new[] { Data.Metadata.LaionHash.Of("a", "1"), 5, Data.Metadata.LaionHash.Of("c", "3"), 6, 7 }));

        var statistics = await MetadataStatistics.ReadAsync(Laion.Scan(path), verifyHashes: true, null, default);

        Assert.Equal(5, statistics.Rows);
        var similarity = statistics.Numbers["similarity"];
        Assert.Equal((2L, 2L, 1L), (similarity.Count, similarity.Missing, similarity.OutOfRange));
        Assert.Equal(2, statistics.Numbers["width"].OutOfRange);
        Assert.Equal([("en", 3L), ("de", 1L)], statistics.Counts["language"].Top(5));
        Assert.Equal(1, statistics.Counts["language"].Missing);
        Assert.Equal((2L, 3L), (statistics.HashesRight, statistics.HashesWrong));
    }

    [Fact]
    public async Task Generated_metadata_is_the_same_for_the_same_seed_and_has_right_hashes()
    {
        var options = new MetadataOptions { NumRows = 2500, Seed = 5, RowsPerFile = 1000 };

        var (first, second) = (await MetadataMaker.MakeAsync(_folder.File("a"), options, false, null, default), await MetadataMaker.MakeAsync(_folder.File("b"), options, false, null, default));
        var statistics = await MetadataStatistics.ReadAsync(Laion.Scan([.. first]), verifyHashes: true, null, default);

        Assert.Equal(3, first.Count);
        foreach (var (a, b) in first.Zip(second))
            Assert.Equal(await File.ReadAllBytesAsync(a), await File.ReadAllBytesAsync(b));
        Assert.Equal((2500L, 0L), (statistics.HashesRight, statistics.HashesWrong));
    }

    private static NumberSummary Summary(double[] values)
    {
        var summary = new NumberSummary();
        foreach (var value in values)
            summary.Add(value, (double.NegativeInfinity, double.PositiveInfinity));
        return summary;
    }
}
