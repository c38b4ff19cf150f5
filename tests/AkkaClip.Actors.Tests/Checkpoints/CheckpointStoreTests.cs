using System.Collections.Immutable;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Checkpoints;

public sealed class CheckpointStoreTests : IDisposable
{
    private readonly RunFolder _folder = new();
    private readonly CheckpointStore _store;

    public CheckpointStoreTests() => _store = new CheckpointStore(_folder.Path, TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_verified_and_found()
    {
        var (folder, _) = Write(500);

        var manifest = CheckpointStore.Verify(folder);

        Assert.EndsWith(Path.Combine("checkpoints", "step-00000500"), folder, StringComparison.Ordinal);
        Assert.Equal(500, manifest.Step);
        Assert.Equal(["deep/b.bin", "weights.bin"], manifest.Files.Select(file => file.Name));
        Assert.Equal(folder, _store.FindNewestValid((_, reason) => Assert.Fail(reason))!.Value.Folder);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("longer")]
    [InlineData("another byte")]
    [InlineData("no manifest")]
    [InlineData("half a manifest")]
    [InlineData("another format")]
    public void A_checkpoint_that_is_not_what_its_manifest_says_is_rejected_by_name_and_the_older_one_found(string damage)
    {
        var (older, _) = Write(100);
        var (newer, _) = Write(200);
        var weights = Path.Combine(newer, "weights.bin");
        var manifest = Path.Combine(newer, CheckpointManifest.FileName);
        switch (damage)
        {
            case "missing": File.Delete(weights); break;
            case "longer": File.AppendAllText(weights, "x"); break;
            case "another byte": File.WriteAllText(weights, "Weights"); break;
            case "no manifest": File.Delete(manifest); break;
            case "half a manifest": File.WriteAllText(manifest, File.ReadAllText(manifest)[..40]); break;
            case "another format": File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"format\": 1", "\"format\": 99", StringComparison.Ordinal)); break;
        }

        var rejected = new List<(string Folder, string Reason)>();
        var found = _store.FindNewestValid((folder, reason) => rejected.Add((folder, reason)));

        Assert.Equal(older, found!.Value.Folder);
        var (bad, why) = Assert.Single(rejected);
        Assert.Equal(newer, bad);
        Assert.Contains(newer, why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_of_a_write_that_failed_harms_no_other_and_goes_with_the_next()
    {
        var (earlier, _) = Write(100);

        Assert.Throws<IOException>(() => CheckpointStore.WriteStripe(new StripeOrder(_store.UnfinishedFolderOf(200, 1), 0, 1), folder =>
        {
            File.WriteAllText(Path.Combine(folder, "weights.bin"), "half");
            throw new IOException("No space left on device");
        }));
        Assert.Equal([100L], _store.Steps().AsEnumerable());
        var next = Write(300);
        _store.Prune(new CheckpointSpec { EverySteps = 100, KeepLast = 2, KeepEverySteps = 0 }, []);

        Assert.Equal(100, CheckpointStore.Verify(earlier).Step);
        Assert.Equal([earlier, next.Folder], Directory.GetFileSystemEntries(Path.GetDirectoryName(earlier)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Stripes_of_several_trainers_become_one_checkpoint_and_one_that_is_cut_off_does_not()
    {
        var unfinished = _store.UnfinishedFolderOf(100, 3);
        ImmutableArray<CheckpointFile> WriteStripes() => [.. Enumerable.Range(0, 3).SelectMany(stripe =>
            CheckpointStore.WriteStripe(new StripeOrder(unfinished, stripe, 3), folder =>
            {
                File.WriteAllText(Path.Combine(folder, $"stripe-{stripe}"), $"content of {stripe}");
                return [$"stripe-{stripe}"];
            }))];
        var files = WriteStripes();
        File.WriteAllText(Path.Combine(unfinished, "stripe-1"), "con");

        var refused = Assert.Throws<CheckpointException>(() => _store.Finish(unfinished, Manifest(100) with { Files = files }));

        Assert.Contains("stripe-1 has 3 bytes instead of 12", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_store.Steps());
        Assert.False(Directory.Exists(unfinished));
        Assert.Equal(3, CheckpointStore.Verify(_store.Finish(unfinished, Manifest(100) with { Files = WriteStripes() }).Folder).Files.Length);
    }

    [Fact]
    public void A_checkpoint_in_use_stays_while_it_is()
    {
        foreach (var step in new[] { 100, 200, 300 })
            Write(step);
        var spec = new CheckpointSpec { EverySteps = 100, KeepLast = 1, KeepEverySteps = 0 };

        _store.Prune(spec, [100]);
        Assert.Equal([300L, 100L], _store.Steps().AsEnumerable());
        _store.Prune(spec, []);
        Assert.Equal([300L], _store.Steps().AsEnumerable());
    }

    [Fact]
    public void A_checkpoint_of_the_same_step_replaces_a_broken_one()
    {
        var (folder, _) = Write(100);
        File.Delete(Path.Combine(folder, "weights.bin"));

        Write(100);

        Assert.Equal(100, CheckpointStore.Verify(folder).Step);
    }

    [Theory]
    [InlineData(2, 0, "300 200 100")]
    [InlineData(2, 200, "300 100")]
    [InlineData(1, 100, "")]
    [InlineData(0, 0, "400 300 200 100")]
    [InlineData(9, 0, "")]
    public void The_newest_and_the_multiples_stay(int keepLast, int keepEvery, string gone)
    {
        var deleted = Retention.ToDelete([100, 500, 300, 200, 400], new CheckpointSpec { EverySteps = 100, KeepLast = keepLast, KeepEverySteps = keepEvery });

        Assert.Equal(gone, string.Join(' ', deleted));
    }

    [Fact]
    public void The_configuration_hash_follows_what_changes_the_numbers_and_nothing_else()
    {
        var spec = Specs.Run(_folder.Path);
        var hash = Hash(spec);

        Assert.Equal(hash, Hash(spec with { Directory = "elsewhere", Trainers = spec.Trainers with { Count = 9 } }));
        Assert.Equal(hash, Hash(spec with { Data = spec.Data with { Paths = ["/moved/unused.tar"], ImageRoot = "/moved", Vocabulary = "/moved/vocabulary" } }));
        Assert.Equal(hash, Hash(spec with { Model = spec.Model with { Config = "/moved/model.json" } }));
        Assert.Equal(hash, Hash(spec with { Data = spec.Data with { CacheMegabytes = 9, Threads = 9, PrefetchBatches = 9 } }));
        Assert.NotEqual(hash, Hash(spec, contents: "other samples"));
        Assert.NotEqual(hash, Hash(spec with { Seed = 2 }));
        Assert.NotEqual(hash, Hash(spec with { Data = spec.Data with { Split = "train" } }));
        var crop = spec.Data.Augmentation with { CropScale = (0.5, 1) };
        Assert.NotEqual(hash, Hash(spec with { Data = spec.Data with { Augmentation = crop } }));

        static string Hash(RunSpec spec, string contents = "samples") => ConfigurationHash.Of(spec, contents);
    }

    private (string Folder, CheckpointManifest Manifest) Write(long step)
    {
        var unfinished = _store.UnfinishedFolderOf(step, 1);
        var files = CheckpointStore.WriteStripe(new StripeOrder(unfinished, 0, 1), folder =>
        {
            Directory.CreateDirectory(Path.Combine(folder, "deep"));
            File.WriteAllText(Path.Combine(folder, "weights.bin"), "weights");
            File.WriteAllText(Path.Combine(folder, "deep", "b.bin"), "b");
            return ["weights.bin", "deep/b.bin"];
        });
        return _store.Finish(unfinished, Manifest(step) with { Files = files });
    }

    private static CheckpointManifest Manifest(long step) => new()
    {
        Format = CheckpointManifest.CurrentFormat,
        Run = "a run",
        Step = step,
        NumSamples = step * 7,
        NumSkippedSteps = 0,
        Configuration = "",
        Version = "0",
        WrittenAt = default,
        Files = [],
    };
}
