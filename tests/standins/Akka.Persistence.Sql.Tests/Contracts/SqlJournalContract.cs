using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Journal;
using Akka.Persistence.Tests.Contracts;
using Akka.Persistence.Tests.Kit;

namespace Akka.Persistence.Sql.Tests.Contracts;

/// <summary>What a journal in a database does beside what every journal does.</summary>
public abstract class SqlJournalContract(string config) : JournalContract(config)
{
    private readonly string _config = TextSerializer.Config + config;

    [SkippableFact]
    public void What_cannot_be_turned_into_bytes_is_rejected_and_the_rest_is_written()
    {
        var actor = CreateTestProbe();
        Journal.Tell(new WriteMessages(
            [new AtomicWrite(Event(Id, 1, actor)), new AtomicWrite(Event(Id, 2, actor, new Unserializable())), new AtomicWrite(Event(Id, 3, actor))],
            actor,
            1));
        actor.ExpectMsg<WriteMessagesSuccessful>(Patience);
        actor.ExpectMsg<WriteMessageSuccess>();
        Assert.Equal(2L, actor.ExpectMsg<WriteMessageRejected>().Persistent.SequenceNr);
        actor.ExpectMsg<WriteMessageSuccess>();
        Assert.Equal([1, 3], Replayed(Id, 1, long.MaxValue, long.MaxValue));
    }

    [SkippableFact]
    public void A_write_with_a_bad_event_is_rejected_as_a_whole()
    {
        var actor = CreateTestProbe();
        Journal.Tell(new WriteMessages([new AtomicWrite([Event(Id, 1, actor), Event(Id, 2, actor, new Unserializable())])], actor, 1));
        actor.ExpectMsg<WriteMessagesSuccessful>(Patience);
        actor.ExpectMsg<WriteMessageRejected>();
        actor.ExpectMsg<WriteMessageRejected>();
        Assert.Empty(Replayed(Id, 1, long.MaxValue, long.MaxValue));
    }

    [SkippableFact]
    public void A_number_that_is_used_already_fails_its_own_write_alone()
    {
        WriteAll(Id, 1, 2);
        var twice = CreateTestProbe();
        var others = Enumerable.Range(0, 20).Select(_ => CreateTestProbe()).ToList();
        for (var i = 0; i < others.Count; i++)
        {
            Journal.Tell(new WriteMessages([new AtomicWrite(Event($"other-{i}", 1, others[i]))], others[i], 1));
            if (i == others.Count / 2)
                Journal.Tell(new WriteMessages([new AtomicWrite([Event(Id, 3, twice), Event(Id, 2, twice)])], twice, 1));
        }
        twice.ExpectMsg<WriteMessagesFailed>(Patience);
        foreach (var other in others)
            other.ExpectMsg<WriteMessagesSuccessful>(Patience);
        Assert.Equal([1, 2], Replayed(Id, 1, long.MaxValue, long.MaxValue));
    }

    [SkippableFact]
    public void A_row_says_how_to_read_it_and_who_wrote_it()
    {
        WriteAll(Id, 1, 1);
        Assert.Equal($"{Id} 1 {TextSerializer.Id} {TextSerializer.TextManifest} 0", Query(
            "SELECT persistence_id || ' ' || sequence_number || ' ' || identifier || ' ' || manifest || ' ' || CAST(deleted AS int) FROM journal"));
        Assert.Equal("32", Query("SELECT length(writer_uuid) FROM journal"));
    }

    [SkippableFact]
    public void Of_deleted_events_only_the_highest_is_kept_with_a_mark()
    {
        WriteAll(Id, 1, 5);
        Delete(Id, 3);
        Assert.Equal("3 1;4 0;5 0", Query("SELECT sequence_number || ' ' || CAST(deleted AS int) FROM journal ORDER BY sequence_number"));
        Delete(Id, 5);
        Assert.Equal("5 1", Query("SELECT sequence_number || ' ' || CAST(deleted AS int) FROM journal ORDER BY sequence_number"));
    }

    [SkippableFact]
    public void Tags_are_stored_beside_the_event_and_deleted_with_it()
    {
        var actor = CreateTestProbe();
        Journal.Tell(new WriteMessages(
            [
                new AtomicWrite(Event(Id, 1, actor, new Tagged("one", ["red"]))),
                new AtomicWrite(Event(Id, 2, actor)),
                new AtomicWrite(Event(Id, 3, actor, new Tagged("three", ["red", "blue"]))),
            ],
            actor,
            1));
        actor.ExpectMsg<WriteMessagesSuccessful>(Patience);
        Assert.Equal("1 red;3 blue;3 red", Query(
            "SELECT t.sequence_nr || ' ' || tag FROM tags t JOIN journal j ON j.ordering = t.ordering_id AND j.sequence_number = t.sequence_nr ORDER BY 1"));
        Assert.Equal(["one", "event 2", "three"], Replay(Id, 1, long.MaxValue, long.MaxValue).Select(e => e.Payload));
        Delete(Id, 1);
        Assert.Equal("3 blue;3 red", Query("SELECT sequence_nr || ' ' || tag FROM tags ORDER BY 1"));
    }

    [SkippableFact]
    public async Task Events_and_snapshots_outlive_the_actor_system()
    {
        var scribe = FreshScribe("lasting");
        Write(scribe, "a", "b");
        scribe.Tell(new Act(me => me.SaveSnapshot("a and b")));
        ExpectMsg("saved at 2", Patience);
        Write(scribe, "c");
        Stop(scribe);

        using var later = ActorSystem.Create("later", ConfigurationFactory.ParseString(_config));
        later.ActorOf(Props.Create(() => new Scribe(new ScribeOptions("lasting", TestActor))));
        ExpectAll("offered a and b at 2", "replayed c", "recovered at 3");
        await later.Terminate();
        ExpectMsg("stopped");
    }

    /// <summary>The first column of all rows, joined by semicolons.</summary>
    protected abstract string Query(string sql);

    // Of no serializer, and no JSON either.
    private sealed class Unserializable
    {
        public Unserializable Self => this;
    }
}
