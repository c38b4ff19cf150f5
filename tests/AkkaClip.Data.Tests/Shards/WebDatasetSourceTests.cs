using AkkaClip.Core.Runs;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Images;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Shards;
using AkkaClip.Data.Tests.Samples;
using AkkaClip.TestSupport;

namespace AkkaClip.Data.Tests.Shards;

public sealed class WebDatasetSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a/b/0001.jpg", "a/b/0001", "jpg")]
    [InlineData("0001.cls.TXT", "0001", "cls.txt")]
    [InlineData("./a.b/0001.jpg", "a.b/0001", "jpg")]
    [InlineData("no-extension", "", "")]
    [InlineData("a/.hidden", "", "")]
    public void The_stem_ends_at_the_first_dot_of_the_base_name(string name, string key, string extension) =>
        Assert.Equal((key, extension), WebDatasetGrouping.Split(name));

    [Fact]
    public void Files_of_a_stem_make_a_sample_wherever_they_lie_in_the_shard()
    {
        var shard = _folder.Write("s.tar", Tars.Write(
            ("x/1.png", Build.Png(3, 2, 1)), Tars.Text("x/1.txt", " a caption\n"), ("x/2.PNG", Build.Png(3, 2, 2)),
            Tars.Text("x/1.json", """{"colour": "red", "size": 3, "round": true, "more": ["b", "c"], "nothing": null}"""),
            Tars.Text("x/2.json", """{"class": "y"}"""), Tars.Text("x/3.txt", "no picture")));
        using var source = Open(Build.Spec(DataFormat.WebDataset, shard));
        Assert.Equal(2, source.Count);
        var first = source.Read(0);
        Assert.Equal(("x/1", null), (first.Key, first.Problem));
        Assert.Equal(Build.Png(3, 2, 1), first.Image.ToArray());
        Assert.Equal(["a caption"], first.Captions.AsEnumerable());
        Assert.Equal(("red", "3", "true", "x"), (first.Fields["colour"], first.Fields["size"], first.Fields["round"], first.Fields["class"]));
        Assert.Equal("y", source.Read(1).Fields["class"]);
        Assert.Equal(1, source.Report.NumSkipped[SampleProblemKind.MissingImage]);

        using var fields = Open(Build.Spec(DataFormat.WebDataset, shard) with { CaptionFields = ["more", "colour"] });
        Assert.Equal(["b", "c", "red"], fields.Read(0).Captions.AsEnumerable());
    }

    [Fact]
    public void Metadata_that_cannot_be_read_is_the_samples_own_problem()
    {
        var shard = _folder.Write("s.tar", Tars.Write(
            ("1.png", Build.Png(3, 2)), ("1.txt", [0xFF, 0xFE, 0x20]), ("2.png", Build.Png(3, 2)), Tars.Text("2.json", "{\"a\": "),
            ("3.png", Build.Png(3, 2)), Tars.Text("3.json", "[1, 2]"), ("4.png", Build.Png(3, 2)), Tars.Text("4.txt", "fine")));
        using var source = Open(Build.Spec(DataFormat.WebDataset, shard));
        Assert.All(Enumerable.Range(0, 3), index => Assert.Equal(SampleProblemKind.BadMetadata, source.Read(index).Problem?.Kind));
        Assert.Contains("1.txt is not UTF-8", source.Read(0).Problem!.Message, StringComparison.Ordinal);
        Assert.Null(source.Read(3).Problem);
    }

    [Fact]
    public void A_split_is_taken_from_a_json_field()
    {
        var shard = _folder.Write("s.tar", Tars.Write(
            ("1.png", Build.Png(3, 2)), Tars.Text("1.json", """{"split": "train"}"""),
            ("2.png", Build.Png(3, 2)), Tars.Text("2.json", """{"split": "test"}""")));
        var spec = Build.Spec(DataFormat.WebDataset, shard);
        using var test = Open(spec with { Split = "test" });
        Assert.Equal("2", Assert.Single(All(test)).Key);
        var error = Assert.Throws<DataSourceException>(() => Open(spec with { Split = "val" }));
        Assert.Contains("split val", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_are_named_by_braces_and_wildcards_and_read_in_order()
    {
        for (var shard = 8; shard < 12; shard++)
            _folder.Write($"{shard:D3}.tar", Tars.Write(($"{shard}.png", Build.Png(3, 2))));
        string[] expected = ["8", "9", "10", "11"];
        using var braces = Open(Build.Spec(DataFormat.WebDataset, _folder.File("{008..011}.tar")));
        Assert.Equal(expected, All(braces).Select(sample => sample.Key));
        using var list = Open(Build.Spec(DataFormat.WebDataset, _folder.File("0{08,09}.tar"), _folder.File("01?.tar")));
        Assert.Equal(expected, All(list).Select(sample => sample.Key));
        Assert.Contains("012.tar", Assert.Throws<DataSourceException>(() => Open(Build.Spec(DataFormat.WebDataset, _folder.File("{008..012}.tar")))).Message, StringComparison.Ordinal);
        Assert.Throws<DataSourceException>(() => Open(Build.Spec(DataFormat.WebDataset, _folder.File("x*.tar"))));
        Assert.Throws<DataSourceException>(() => Open(Build.Spec(DataFormat.WebDataset, _folder.File("{9..1}.tar"))));
    }

    [Fact]
    public void A_tar_without_samples_is_an_error_that_says_what_is_in_it()
    {
        var shard = _folder.Write("s.tar", Tars.Write(Tars.Text("1.txt", "a")));
        Assert.Contains("MissingImage", Assert.Throws<DataSourceException>(() => Open(Build.Spec(DataFormat.WebDataset, shard))).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Every_sample_of_a_real_shard_decodes_and_has_its_caption()
    {
        using var source = Open(Build.Spec(DataFormat.WebDataset, Path.Combine(TestData.Require("captions"), "cc12m_*.tar")));
        using var reader = new EvaluationReader(source, 32, ResizeKind.Shortest);
        var batches = reader.Read(16).ToList();
        Assert.Empty(batches.SelectMany(batch => batch.Problems));
        Assert.All(batches.SelectMany(batch => batch.Samples), sample =>
        {
            Assert.NotEmpty(Assert.Single(sample.Captions));
            Assert.True(sample.Fields.ContainsKey("url"), $"{sample.Key} has no url in its json");
        });
    }

    private static ISampleSource Open(DataSpec spec) => SampleSourceFactory.Open(spec);

    private static IEnumerable<EncodedSample> All(ISampleSource source) =>
        Enumerable.Range(0, (int)source.Count).Select(index => source.Read(index));
}
