using Akka.Actor;
using Akka.Persistence.Tests.Kit;

namespace Akka.Persistence.Tests.Actors;

public class PluginTests : PersistenceTestKit
{
    private const string Config = InMemory + """

        akka.persistence.snapshot-store.plugin = ""
        other.journal { class = "Akka.Persistence.Journal.MemoryJournal, Akka.Persistence" }
        other.snapshots { class = "Akka.Persistence.Snapshot.MemorySnapshotStore, Akka.Persistence" }
        without-class.journal { plugin-dispatcher = "akka.actor.default-dispatcher" }
        """;

    public PluginTests()
        : base(Config)
    {
    }

    [Fact]
    public void Two_journals_hold_different_events_of_the_same_id()
    {
        var scribe = FreshScribe("same");
        Write(scribe, "here");
        Stop(scribe);
        var elsewhere = StartScribe(new ScribeOptions("same", TestActor) { Journal = "other.journal", SnapshotStore = "other.snapshots" });
        ExpectMsg("recovered at 0");
        Write(elsewhere, "there");
        Reincarnate(elsewhere, "same");
        ExpectAll("replayed here", "recovered at 1");
    }

    [Fact]
    public void Without_a_snapshot_store_events_alone_recover_and_saving_fails()
    {
        var scribe = FreshScribe("no-store");
        Write(scribe, "a");
        scribe.Tell(new Act(me => me.SaveSnapshot("state")));
        ExpectMsg("save failed: No snapshot store configured.");
        Reincarnate(scribe, "no-store");
        ExpectAll("replayed a", "recovered at 1");
    }

    [Theory]
    [InlineData("missing.journal", "missing plugin config path for: missing.journal")]
    [InlineData("without-class.journal", "[without-class.journal.class]")]
    public void A_journal_that_cannot_be_made_is_named(string id, string named)
    {
        var refused = Assert.Throws<ArgumentException>(() => Persistence.Instance.Apply(Sys).JournalFor(id));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_actor_whose_journal_cannot_be_made_does_not_start()
    {
        EventFilter.Exception<ActorInitializationException>().ExpectOne(() =>
            Watch(StartScribe(new ScribeOptions("x", TestActor) { Journal = "missing.journal" })));
        ExpectMsg<Terminated>();
    }
}
