using System.Security.Cryptography;
using System.Text.Json;
using AkkaClip.Data.Metadata;
using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Duplicates;
using AkkaClip.Data.Metadata.Files;
using AkkaClip.Data.Metadata.Filters;
using AkkaClip.Data.Metadata.Selection;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Tests.Samples;
using Parquet.Schema;

namespace AkkaClip.Data.Tests.Metadata;

public sealed class SelectionTests : IDisposable
{
    private static readonly Dictionary<string, string> s_nothing = [];
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_are_written_as_they_were_and_the_manifest_names_files_by_hash()
    {
        var inputs = new[] { await Laion.NumberedAsync(_folder.File("a.parquet"), 500), await Laion.NumberedAsync(_folder.File("b.parquet"), 450, first: 500) };
        var output = Directory.CreateDirectory(_folder.File("out")).FullName;

        var report = await RunAsync(inputs, output, new WhereTest(RowFilter.Parse("width >= 450 and width < 510")));
        var manifest = await SelectionManifest.WriteAsync(output, s_nothing, report, default);

        Assert.Equal((950L, 60L), (report.Rows, report.Kept));
        foreach (var column in new[] { "URL", "TEXT", "WIDTH", "HEIGHT", "similarity", "punsafe" })
        {
            var all = (await Laion.ReadAsync(inputs[0], column)).Concat(await Laion.ReadAsync(inputs[1], column));
            var kept = (await Laion.ReadAsync(Path.Combine(output, "a.parquet"), column)).Concat(await Laion.ReadAsync(Path.Combine(output, "b.parquet"), column));
            Assert.Equal(all.Skip(450).Take(60), kept);
        }
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(inputs[1]))), manifest.Inputs[1].Sha256);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(output, SelectionManifest.FileName)));
        Assert.Equal(60, json.RootElement.GetProperty("kept").GetInt64());
    }

    [Fact]
    public async Task A_file_without_rows_is_named_in_the_report()
    {
        var empty = await Laion.NumberedAsync(_folder.File("a.parquet"), 0);
        var full = await Laion.NumberedAsync(_folder.File("b.parquet"), 150);

        var report = await RunAsync([empty, full], Directory.CreateDirectory(_folder.File("out")).FullName, new WhereTest(RowFilter.Parse("width >= 0")));

        Assert.Equal([0L, 150L], report.Files.Select(f => f.Kept));
        Assert.Equal([false, true], report.Files.Select(f => f.Output is not null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(949)]
    [InlineData(950)]
    public async Task A_subset_has_as_many_rows_as_asked_and_lies_within_every_larger_one(int samples)
    {
        var path = await Laion.NumberedAsync(_folder.File("a.parquet"), 950);

        var (small, large) = (await SubsetAsync(path, samples, seed: 3), await SubsetAsync(path, 950, seed: 3));
        var half = await SubsetAsync(path, Math.Max(1, samples / 2), seed: 3);

        Assert.Equal(samples, small.Count);
        Assert.Subset(large, small);
        Assert.Subset(small, half);
        if (samples == 100)
            Assert.NotEqual(small, await SubsetAsync(path, samples, seed: 4));
    }

    [Fact]
    public async Task A_subset_depends_on_who_rows_are_and_not_on_where_they_stand()
    {
        var urls = Enumerable.Range(0, 800).Select(i => $"https://example.org/{i}").ToArray();
        var texts = urls.Select(u => $"text of {u}").ToArray();
        var plain = await Laion.WriteAsync(_folder.File("plain.parquet"), 300, (Laion.Text("url"), urls), (Laion.Text("caption"), texts));
        Array.Reverse(urls);
        Array.Reverse(texts);
        var hashes = urls.Zip(texts, LaionHash.Of).ToArray();
        var hashed = await Laion.WriteAsync(_folder.File("hashed.parquet"), 90, (new DataField<long>("hash"), hashes), (Laion.Text("URL"), urls), (Laion.Text("TEXT"), texts));

        Assert.Equal(await SubsetAsync(plain, 123, seed: 9), await SubsetAsync(hashed, 123, seed: 9));
    }

    [Fact]
    public async Task The_highest_scores_are_those_of_the_share()
    {
        var path = await Laion.NumberedAsync(_folder.File("a.parquet"), 950);
        var scores = (await Laion.ReadAsync(path, "similarity")).Select(s => (double?)s).Where(s => s is { } v && !double.IsNaN(v)).Order().ToList();

        var filter = await TopShare.FindAsync(Laion.Scan(path), "similarity", 0.4, null, default);
        var report = await RunAsync([path], null, new WhereTest(filter));

        Assert.Equal((long)(scores.Count * 0.4), report.Kept);
    }

    [Fact]
    public async Task A_block_list_takes_urls_hosts_and_hashes()
    {
        var path = await Laion.NumberedAsync(_folder.File("a.parquet"), 100);
        var list = _folder.File("blocked.txt");
        await File.WriteAllTextAsync(list, $"# removed\nhttps://a1.example.org/1.jpg\n*.a2.example.org\n{LaionHash.Of("https://a3.example.org/3.jpg", "a dog, number 3")}\n");

        var report = await RunAsync([path], null, new BlockTest(BlockList.Read([list])));

        // Every seventh of a hundred is of host a2: 2, 9, ..., 93, 100 is not there.
        Assert.Equal(100 - 14 - 2, report.Kept);
        await File.WriteAllTextAsync(list, "ok.org\nwhat is this\n");
        Assert.Contains("line 2", Assert.Throws<DataSourceException>(() => BlockList.Read([list])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DuplicateKind.Url, "0 1 2 4 5")]
    [InlineData(DuplicateKind.NearUrl, "0 1 4")]
    [InlineData(DuplicateKind.Text, "0 1 3 4 5")]
    [InlineData(DuplicateKind.NearText, "0 3 4")]
    [InlineData(DuplicateKind.Hash, "0 1 2 3 4 5")]
    public async Task The_first_of_duplicates_stays(DuplicateKind kind, string kept)
    {
        string[] urls = ["http://x.org/a", "http://x.org/b", "https://www.X.org/a/?utm_source=q#top", "http://x.org/a", "http://x.org/A", "http://x.org/b?"];
        string[] texts = ["A dog.", "a  DOG", "A dog.", "another", "???", "Ａ dog"];
        var path = await Laion.WriteAsync(_folder.File("a.parquet"), 2, (Laion.Text("url"), urls), (Laion.Text("text"), texts));
        var run = new SelectionRun([path], SideOrder.Detect, MemoryBudget.Default);
        var output = Directory.CreateDirectory(_folder.File("out")).FullName;

        var test = await run.WithoutDuplicatesAsync(kind, [], _folder.Path, null, default);
        await run.RunAsync([test], output, s_nothing, null, default);

        var left = await Laion.ReadAsync(Path.Combine(output, "a.parquet"), "url");
        Assert.Equal(kept.Split(' ').Select(i => urls[int.Parse(i, System.Globalization.CultureInfo.InvariantCulture)]), left);
    }

    [Fact]
    public async Task A_row_group_beyond_the_memory_is_refused_with_what_to_do()
    {
        var path = await Laion.NumberedAsync(_folder.File("a.parquet"), 500);
        var run = new SelectionRun([path], SideOrder.Detect, MemoryBudget.Default with { Bytes = 1000 });

        var refusal = await Assert.ThrowsAsync<DataSourceException>(() => run.RunAsync([new WhereTest(RowFilter.Parse("width > 1"))], null, s_nothing, null, default));

        Assert.Contains("smaller row groups", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_files_are_rows_or_a_refusal_and_leave_nothing_unfinished()
    {
        var random = new Random(7);
        var original = await File.ReadAllBytesAsync(await Laion.NumberedAsync(_folder.File("good.parquet"), 300));
        var output = Directory.CreateDirectory(_folder.File("out")).FullName;
        for (var i = 0; i < 200; i++)
        {
            var bytes = (byte[])original.Clone();
            for (var n = random.Next(1, 4); n > 0; n--)
                bytes[random.Next(2) == 0 ? random.Next(bytes.Length) : bytes.Length - 1 - random.Next(800)] = (byte)random.Next(256);
            var path = _folder.File("bad.parquet");
            await File.WriteAllBytesAsync(path, bytes);
            try
            {
                await RunAsync([path], output, new WhereTest(RowFilter.Parse("width > 10 and text like '%1%'")));
            }
            catch (Core.Errors.UserErrorException e)
            {
                Assert.NotEmpty(e.Message);
            }
            Assert.Empty(Directory.EnumerateFiles(output, "*.part"));
        }
    }

    private static Task<SelectionReport> RunAsync(string[] inputs, string? output, params RowTest[] tests) =>
        new SelectionRun(inputs, SideOrder.Detect, MemoryBudget.Default).RunAsync(tests, output, s_nothing, null, default);

    private async Task<HashSet<object?>> SubsetAsync(string path, int samples, long seed)
    {
        var threshold = await new RankThreshold(Laion.Scan(path), file => SubsetTest.Places(file, seed)).FindAsync(_ => samples, null, default);
        var output = Directory.CreateDirectory(_folder.File($"{Guid.NewGuid()}")).FullName;
        await RunAsync([path], output, new SubsetTest(seed, threshold!.Value));
        return [.. await Laion.ReadAsync(Path.Combine(output, Path.GetFileName(path)), Path.GetFileName(path) == "plain.parquet" ? "url" : "URL")];
    }
}
