using System.Formats.Tar;
using System.Text.Json;
using AkkaClip.Core.Errors;
using AkkaClip.Data.Generation;

namespace AkkaClip.Data.Tests.Generation;

public sealed class DataSetMakerTests : IDisposable
{
    private static readonly GenerationOptions Small = new() { NumTrain = 160, NumTestSeen = 60, NumTestUnseen = 30, SamplesPerShard = 50, ImageSize = 32 };

    private readonly string folder = Directory.CreateTempSubdirectory("akkaclip-generated-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_same_options_make_the_same_bytes_on_any_number_of_threads()
    {
        DataSetMaker.Make(At("one"), Small, threads: 1);
        DataSetMaker.Make(At("three"), Small, threads: 3);

        Assert.Equal(Contents(At("one")), Contents(At("three")));
    }

    [Fact]
    public void Another_seed_makes_other_pictures()
    {
        DataSetMaker.Make(At("one"), Small);
        DataSetMaker.Make(At("two"), Small with { Seed = 2 });

        Assert.NotEqual(Contents(At("one")), Contents(At("two")));
    }

    [Fact]
    public void Held_out_combinations_occur_in_the_unseen_test_split_only()
    {
        var manifest = DataSetMaker.Make(At("set"), Small with { NumTrain = 500, NumTestSeen = 120 });
        var classes = Samples(At("set")).ToLookup(sample => sample.GetProperty("split").GetString(), sample => sample.GetProperty("class").GetString()!);

        Assert.Equal(manifest.HeldOutClasses.Order(), classes["test-unseen"].Distinct().Order());
        Assert.Empty(classes["train"].Intersect(manifest.HeldOutClasses));
        Assert.Empty(classes["test-seen"].Intersect(manifest.HeldOutClasses));
        Assert.Equal(manifest.Classes.Except(manifest.HeldOutClasses).Order(), classes["train"].Distinct().Order());
        Assert.Equal(manifest.Classes.Except(manifest.HeldOutClasses).Order(), classes["test-seen"].Distinct().Order());
    }

    [Fact]
    public void Classes_are_balanced_and_in_no_regular_order()
    {
        DataSetMaker.Make(At("set"), Small with { NumTrain = 520 });
        string[] classes = [.. Samples(At("set")).Where(sample => sample.GetProperty("split").GetString() == "train").Select(sample => sample.GetProperty("class").GetString()!)];

        Assert.All(classes.GroupBy(name => name), group => Assert.Equal(10, group.Count()));
        Assert.All(Enumerable.Range(0, 10), round => Assert.Equal(52, classes.Skip(52 * round).Take(52).Distinct().Count()));
        Assert.InRange(classes.Where((_, i) => i % 2 == 0).Distinct().Count(), 50, 52);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(32)]
    public void Every_color_and_every_shape_keeps_at_least_half_of_its_combinations_in_training(int numHeldOut)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var heldOut = Combination.ChooseHeldOut(numHeldOut, seed);
            Assert.Equal(numHeldOut, heldOut.Distinct().Count());
            Assert.All(heldOut.GroupBy(combination => combination.Color), group => Assert.InRange(group.Count(), 1, 4));
            Assert.All(heldOut.GroupBy(combination => combination.Shape), group => Assert.InRange(group.Count(), 1, 4));
        }
    }

    [Fact]
    public void Manifest_table_and_shards_agree()
    {
        var manifest = DataSetMaker.Make(At("set"), Small);
        var rows = File.ReadAllLines(Path.Combine(At("set"), DataSetMaker.MetadataFileName));
        var header = rows[0].Split('\t').ToList();

        Assert.Equal(160 + 60 + 30, rows.Length - 1);
        foreach (var shard in manifest.Shards)
        {
            var members = ReadTar(Path.Combine(At("set"), shard.File));
            var keys = members.Keys.Select(name => Path.GetFileNameWithoutExtension(name)).Distinct().ToList();
            Assert.Equal(shard.NumSamples, keys.Count);
            Assert.Equal(rows.Where(row => row.StartsWith(shard.File + "\t", StringComparison.Ordinal)).Select(row => row.Split('\t')[header.IndexOf("key")]), keys);
            foreach (var key in keys)
            {
                var metadata = JsonDocument.Parse(members[$"{key}.json"]).RootElement;
                Assert.Equal(metadata.GetProperty("caption").GetString(), System.Text.Encoding.UTF8.GetString(members[$"{key}.txt"]));
                Assert.Equal(shard.Split, metadata.GetProperty("split").GetString());
            }
        }
    }

    [Fact]
    public void A_full_caption_names_every_attribute()
    {
        DataSetMaker.Make(At("set"), Small);

        foreach (var sample in Samples(At("set")))
        {
            var caption = sample.GetProperty("full_caption").GetString()!;
            Assert.Contains($"on a {sample.GetProperty("background").GetString()} background", caption, StringComparison.Ordinal);
            Assert.Contains(Words.Synonyms(Parse<ColorKind>(sample, "color")), word => caption.Contains(word, StringComparison.Ordinal));
            Assert.Contains(Words.Synonyms(Parse<ShapeKind>(sample, "shape")), word => caption.Contains(word, StringComparison.Ordinal));
            Assert.Contains(Words.Synonyms(Parse<SizeKind>(sample, "size")), word => caption.Contains(word, StringComparison.Ordinal));
            Assert.Contains(Words.Synonyms(Parse<TextureKind>(sample, "texture")), word => caption.Contains(word, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_finished_data_set_is_left_as_it_is()
    {
        DataSetMaker.Make(At("set"), Small);
        var before = Directory.GetLastWriteTimeUtc(Path.Combine(At("set"), "train"));

        DataSetMaker.Make(At("set"), Small);

        Assert.Equal(before, Directory.GetLastWriteTimeUtc(Path.Combine(At("set"), "train")));
    }

    [Fact]
    public void Another_data_set_is_replaced_on_request_only()
    {
        DataSetMaker.Make(At("set"), Small);

        Assert.Throws<UserErrorException>(() => DataSetMaker.Make(At("set"), Small with { Seed = 9 }));
        DataSetMaker.Make(At("set"), Small with { Seed = 9 }, replace: true);

        Assert.Equal(9, DataSetMaker.ReadManifest(At("set"))!.Options.Seed);
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("manifest.json")]
    public void A_foreign_folder_is_never_touched(string name)
    {
        File.WriteAllText(At(name), "mine");

        var failure = Assert.Throws<UserErrorException>(() => DataSetMaker.Make(folder, Small, replace: true));

        Assert.Contains(folder, failure.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(At(name)));
    }

    [Fact]
    public void What_cannot_be_written_is_one_clear_error()
    {
        File.WriteAllText(At("file"), "");

        Assert.Throws<UserErrorException>(() => DataSetMaker.Make(At("file"), Small));
        Assert.Contains("cannot be written", Assert.Throws<UserErrorException>(() => DataSetMaker.Make(Path.Combine(At("file"), "set"), Small)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_leaves_nothing_behind()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new Trigger(cancellation.Cancel);

        Assert.ThrowsAny<OperationCanceledException>(() => DataSetMaker.Make(At("set"), Small, threads: 1, progress: progress, cancellation: cancellation.Token));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void Options_out_of_range_are_all_named_at_once()
    {
        var failure = Assert.Throws<UserErrorException>(() => DataSetMaker.Make(At("set"), Small with { ImageSize = 4, NumHeldOut = 64 }));
        Assert.Contains("image size is 4", failure.Message, StringComparison.Ordinal);
        Assert.Contains("held-out combinations is 64", failure.Message, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(folder, name);

    private static T Parse<T>(JsonElement sample, string field)
        where T : struct, Enum => Enum.Parse<T>(sample.GetProperty(field).GetString()!, ignoreCase: true);

    private static List<JsonElement> Samples(string dataSet) =>
    [
        .. Directory.EnumerateFiles(dataSet, "*.tar", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(ReadTar)
            .Where(member => member.Key.EndsWith(".json", StringComparison.Ordinal))
            .Select(member => JsonDocument.Parse(member.Value).RootElement),
    ];

    private static Dictionary<string, byte[]> ReadTar(string path)
    {
        using var reader = new TarReader(File.OpenRead(path));
        var members = new Dictionary<string, byte[]>();
        while (reader.GetNextEntry() is { } entry)
        {
            var content = new MemoryStream();
            entry.DataStream!.CopyTo(content);
            members.Add(entry.Name, content.ToArray());
        }

        return members;
    }

    private static Dictionary<string, string> Contents(string dataSet) =>
        Directory.EnumerateFiles(dataSet, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(dataSet, path), path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));

    private sealed class Trigger(Action action) : IProgress<long>
    {
        public void Report(long value) => action();
    }
}
