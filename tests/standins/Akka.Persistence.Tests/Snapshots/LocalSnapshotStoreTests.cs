using Akka.Actor;
using Akka.Persistence.Tests.Contracts;

namespace Akka.Persistence.Tests.Snapshots;

public sealed class LocalSnapshotStoreTests : SnapshotStoreContract
{
    private readonly DirectoryInfo _folder;

    public LocalSnapshotStoreTests()
        : this(Directory.CreateTempSubdirectory("akka-snapshots-"))
    {
    }

    private LocalSnapshotStoreTests(DirectoryInfo folder)
        : base($$"""
            akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.local"
            akka.persistence.snapshot-store.local.dir = "{{folder.FullName}}"
            """) => _folder = folder;

    [Fact]
    public void A_damaged_file_gives_way_to_the_one_before_it()
    {
        var scribe = FreshScribe("damaged");
        foreach (var e in new[] { "a", "b" })
        {
            Write(scribe, e);
            scribe.Tell(new Kit.Act(me => me.SaveSnapshot($"state {e}")));
            ExpectMsg<string>(m => m.StartsWith("saved", StringComparison.Ordinal));
        }
        var last = _folder.GetFiles("snapshot-damaged-2-*").Single();
        File.WriteAllBytes(last.FullName, [8, 1, 18, 200]);
        EventFilter.Error(contains: "remaining attempts: [1]").ExpectOne(() =>
        {
            Reincarnate(scribe, "damaged");
            ExpectAll("offered state a at 1", "replayed b", "recovered at 2");
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Delete(recursive: true);
    }
}
