using AkkaClip.Core.Runs;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Tests.Samples;
using AkkaClip.Data.Tests.Shards;
using AkkaClip.TestSupport;

namespace AkkaClip.Data.Tests.Tables;

public sealed class TableSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("folder")]
    [InlineData("tar")]
    public void Rows_of_an_image_are_one_sample_with_several_captions(string kind)
    {
        var spec = Table("t.tsv", "image\tsplit\tcaption\na.png\ttrain\tone\nb.png\ttest\ttwo\na.png\ttrain\tthree\n");
        if (kind == "tar")
            spec = spec with { ImageRoot = _folder.Write("i.tar", Tars.Write(("./a.png", Build.Png(3, 2, 1)), ("b.png", Build.Png(3, 2, 2)))) };
        else
            WriteImages("a.png", "b.png");
        using var source = SampleSourceFactory.Open(spec);
        Assert.Equal(2, source.Count);
        var sample = source.Read(0);
        Assert.Equal(["one", "three"], sample.Captions.AsEnumerable());
        Assert.Equal(Build.Png(3, 2, 1), sample.Image.ToArray());
        Assert.Equal("train", sample.Fields["split"]);
        using var test = SampleSourceFactory.Open(spec with { Split = "test" });
        Assert.Equal(["two"], test.Read(0).Captions.AsEnumerable());
        Assert.Equal(1, test.Count);
    }

    [Fact]
    public void Bad_rows_are_left_out_and_reported_with_their_lines()
    {
        WriteImages("a.png");
        using var source = SampleSourceFactory.Open(Table("t.csv", "image,caption\na.png,fine\na.png\nmissing.png,x\n,y\n../../etc/passwd,z\n"));
        Assert.Equal(1, source.Count);
        Assert.Equal(1, source.Report.NumSkipped[SampleProblemKind.BadMetadata]);
        Assert.Equal(3, source.Report.NumSkipped[SampleProblemKind.MissingImage]);
        Assert.Contains("line 3: 1 fields; the header has 2", source.Report.Examples[0], StringComparison.Ordinal);
        Assert.Contains("line 4: no file", source.Report.Examples[1], StringComparison.Ordinal);
        Assert.Contains("line 5: no image is named", source.Report.Examples[2], StringComparison.Ordinal);
        Assert.Contains("line 6: '../../etc/passwd' leads out of", source.Report.Examples[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_columns_tables_and_images_are_errors_that_say_what_there_is()
    {
        WriteImages("a.png");
        AssertRefused(Table("t.tsv", "image\ttitle\na.png\tx\n"), "no column 'caption'; the table has image, title");
        AssertRefused(Table("e.tsv", ""), "the table is empty");
        AssertRefused(Build.Spec(DataFormat.Table, _folder.File("none.tsv")), "none.tsv");
        AssertRefused(Table("t.tsv", "image\tcaption\na.png\tx\n") with { ImageRoot = _folder.File("none") }, "no such folder or tar");
        AssertRefused(Table("t.tsv", "image\tcaption\nb.png\tx\n"), "1 MissingImage");
        AssertRefused(Table("t.tsv", "image\tcaption\na.png\tx\n") with { Split = "test", TestShare = 1.5 }, "test share");
    }

    [Fact]
    public void A_share_splits_the_images_the_same_way_everywhere()
    {
        string[] names = [.. Enumerable.Range(0, 300).Select(i => $"{i}.png")];
        WriteImages(names);
        var spec = Table("t.tsv", "image\tcaption\n" + string.Concat(names.Select(name => $"{name}\tx\n"))) with { TestShare = 0.2 };
        using var train = SampleSourceFactory.Open(spec with { Split = "train" });
        using var test = SampleSourceFactory.Open(spec with { Split = "test" });
        Assert.Equal(300, train.Count + test.Count);
        // 60 expected, standard deviation 6.9.
        Assert.InRange(test.Count, 33, 87);
        // The first 8 bytes of the name's SHA-256, as a fraction of 2^64: a number that other programs can check.
        Assert.Equal(0x2cf24dba5fb0a30e / Math.Pow(2, 64), SplitFilter.Fraction("hello"), 12);
    }

    [SkippableTheory]
    [InlineData("captions/flickr8k_144px_jpg.tar", "captions/flickr8k_captions.tsv", "caption", "train", null)]
    [InlineData("emoji/noto_emoji_72px_png.tar", "emoji/captions.tsv", "description", "test", 0.1)]
    public void Real_tables_open_without_a_bad_row_and_decode(string tar, string table, string captionField, string split, double? testShare)
    {
        var spec = Build.Spec(DataFormat.Table, TestData.Require(table)) with
        {
            ImageRoot = TestData.Require(tar),
            CaptionFields = [captionField],
            Split = split,
            TestShare = testShare,
        };
        using var source = SampleSourceFactory.Open(spec);
        Assert.DoesNotContain(SampleProblemKind.BadMetadata, source.Report.NumSkipped.Keys);
        using var reader = new EvaluationReader(source, 16, ResizeKind.Shortest);
        foreach (var batch in reader.Read(64, maxSamples: 256))
        {
            Assert.Empty(batch.Problems);
            Assert.All(batch.Samples, sample => Assert.NotEmpty(sample.Captions));
        }
    }

    private static void AssertRefused(DataSpec spec, string reason) =>
        Assert.Contains(reason, Assert.Throws<DataSourceException>(() => SampleSourceFactory.Open(spec)).Message, StringComparison.Ordinal);

    private DataSpec Table(string name, string content) =>
        Build.Spec(DataFormat.Table, _folder.Write(name, content)) with { CaptionFields = ["caption"] };

    private void WriteImages(params string[] names)
    {
        for (var i = 0; i < names.Length; i++)
            _folder.Write(names[i], Build.Png(3, 2, i + 1));
    }
}
