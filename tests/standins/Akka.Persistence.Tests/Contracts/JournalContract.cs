using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence.Tests.Kit;
using Akka.TestKit;

namespace Akka.Persistence.Tests.Contracts;

/// <summary>What every journal does, by its messages.</summary>
public abstract class JournalContract(string config) : PersistenceTestKit(TextSerializer.Config + config)
{
    protected const string Id = "p";

    private readonly string _writer = Guid.NewGuid().ToString();

    protected IActorRef Journal => Persistence.Instance.Apply(Sys).JournalFor(null);

    [SkippableFact]
    public void All_events_are_replayed_in_order()
    {
        WriteAll(Id, 1, 5);
        Assert.Equal([1, 2, 3, 4, 5], Replayed(Id, 1, long.MaxValue, long.MaxValue));
    }

    [SkippableTheory]
    [InlineData(3L, long.MaxValue, long.MaxValue, new[] { 3, 4, 5 })]
    [InlineData(1L, 3L, long.MaxValue, new[] { 1, 2, 3 })]
    [InlineData(1L, 1L, long.MaxValue, new[] { 1 })]
    [InlineData(2L, 4L, long.MaxValue, new[] { 2, 3, 4 })]
    [InlineData(2L, 4L, 2L, new[] { 2, 3 })]
    [InlineData(1L, long.MaxValue, 3L, new[] { 1, 2, 3 })]
    [InlineData(1L, long.MaxValue, 0L, new int[0])]
    [InlineData(3L, 2L, long.MaxValue, new int[0])]
    [InlineData(1L, 0L, long.MaxValue, new int[0])]
    public void A_part_of_the_events_can_be_replayed(long from, long to, long max, int[] expected)
    {
        WriteAll(Id, 1, 5);
        Assert.Equal(expected, Replayed(Id, from, to, max));
    }

    [SkippableFact]
    public void Who_has_no_events_starts_at_zero()
    {
        WriteAll("somebody else", 1, 3);
        Assert.Empty(Replayed(Id, 1, long.MaxValue, long.MaxValue));
        Assert.Equal(0L, Highest(Id));
    }

    [SkippableFact]
    public void An_event_comes_back_as_it_was_with_its_time_and_writer()
    {
        var before = DateTime.UtcNow.Ticks;
        WriteAll(Id, 1, 1);
        var replayed = Replay(Id, 1, long.MaxValue, long.MaxValue).Single();
        Assert.Equal("event 1", replayed.Payload);
        Assert.Equal(Id, replayed.PersistenceId);
        Assert.InRange(replayed.Timestamp, before, DateTime.UtcNow.Ticks);
        Assert.NotEmpty(replayed.WriterGuid);
        Assert.False(replayed.IsDeleted);
    }

    [SkippableFact]
    public void Answers_come_in_the_order_of_the_events_with_their_senders()
    {
        var actor = CreateTestProbe();
        var sender = CreateTestProbe();
        Journal.Tell(new WriteMessages(
            [
                new AtomicWrite([.. Enumerable.Range(1, 2).Select(i => Event(Id, i, sender))]),
                new AtomicWrite(Event(Id, 3, sender)),
            ],
            actor,
            7));
        actor.ExpectMsg<WriteMessagesSuccessful>(Patience);
        for (var i = 1; i <= 3; i++)
        {
            var success = actor.ExpectMsg<WriteMessageSuccess>();
            Assert.Equal(i, success.Persistent.SequenceNr);
            Assert.Equal(7, success.ActorInstanceId);
            Assert.Equal(sender.Ref, actor.LastSender);
        }
    }

    [SkippableTheory]
    [InlineData(3L, new[] { 4, 5 })]
    [InlineData(1L, new[] { 2, 3, 4, 5 })]
    [InlineData(5L, new int[0])]
    public void Deleted_events_are_not_replayed_and_the_highest_number_stays(long to, int[] left)
    {
        WriteAll(Id, 1, 5);
        Delete(Id, to);
        Assert.Equal(left, Replayed(Id, 1, long.MaxValue, long.MaxValue));
        Assert.Equal(5L, Highest(Id));
    }

    [SkippableFact]
    public void Deleting_again_and_writing_on_works()
    {
        WriteAll(Id, 1, 4);
        Delete(Id, 4);
        Delete(Id, 4);
        WriteAll(Id, 5, 6);
        Delete(Id, 5);
        Assert.Equal([6], Replayed(Id, 1, long.MaxValue, long.MaxValue));
        Assert.Equal(6L, Highest(Id));
    }

    [SkippableFact]
    public void Deletion_leaves_the_events_of_others_alone()
    {
        WriteAll(Id, 1, 3);
        WriteAll("other", 1, 3);
        Delete(Id, 3);
        Assert.Equal([1, 2, 3], Replayed("other", 1, long.MaxValue, long.MaxValue));
    }

    [SkippableFact]
    public void More_events_than_are_read_or_written_at_a_time_keep_their_order()
    {
        const int count = 2_500;
        var actor = CreateTestProbe();
        Journal.Tell(new WriteMessages([new AtomicWrite([.. Enumerable.Range(1, count).Select(i => Event(Id, i, actor))])], actor, 1));
        actor.ExpectMsg<WriteMessagesSuccessful>(Patience);
        Assert.Equal(Enumerable.Range(1, count), Replayed(Id, 1, long.MaxValue, long.MaxValue));
        Assert.Equal(Enumerable.Range(1_001, 1_200), Replayed(Id, 1_001, long.MaxValue, 1_200));
    }

    [SkippableFact]
    public void Many_actors_write_at_the_same_time_and_recover_each_its_own()
    {
        const int actors = 40;
        const int events = 25;
        var log = CreateTestProbe();
        var scribes = Enumerable.Range(0, actors).Select(i => StartScribe(new ScribeOptions($"many-{i}", log))).ToList();
        Expect(log, actors, "recovered at 0");
        for (var e = 1; e <= events; e++)
        {
            foreach (var scribe in scribes)
                scribe.Tell(new Act(me => me.Persist($"{me.PersistenceId} {me.LastSequenceNr + 1}", _ => { })));
        }
        foreach (var scribe in scribes)
        {
            scribe.Tell(new Act(me => me.Say($"at {me.LastSequenceNr}")));
        }
        Expect(log, actors, $"at {events}");
        for (var i = 0; i < actors; i++)
            Assert.Equal(Enumerable.Range(1, events).Select(e => $"many-{i} {e}"), Replay($"many-{i}", 1, long.MaxValue, long.MaxValue).Select(e => e.Payload));
    }

    protected IPersistentRepresentation Event(string persistenceId, int sequenceNr, IActorRef sender, object? payload = null) =>
        new Persistent(payload ?? $"event {sequenceNr}", sequenceNr, persistenceId, sender: sender, writerGuid: _writer);

    protected void WriteAll(string persistenceId, int from, int to)
    {
        var actor = CreateTestProbe();
        Journal.Tell(new WriteMessages([.. Enumerable.Range(from, to - from + 1).Select(i => new AtomicWrite(Event(persistenceId, i, actor)))], actor, 1));
        actor.ExpectMsg<WriteMessagesSuccessful>(Patience);
    }

    protected IReadOnlyList<IPersistentRepresentation> Replay(string persistenceId, long from, long to, long max)
    {
        var actor = CreateTestProbe();
        Journal.Tell(new ReplayMessages(from, to, max, persistenceId, actor));
        var events = new List<IPersistentRepresentation>();
        while (true)
        {
            switch (actor.ReceiveOne(Patience))
            {
                case ReplayedMessage replayed:
                    events.Add(replayed.Persistent);
                    break;
                case RecoverySuccess:
                    return events;
                case var other:
                    throw new InvalidOperationException($"unexpected answer: {other}");
            }
        }
    }

    protected IEnumerable<int> Replayed(string persistenceId, long from, long to, long max) =>
        Replay(persistenceId, from, to, max).Select(e => (int)e.SequenceNr);

    protected long Highest(string persistenceId)
    {
        var actor = CreateTestProbe();
        Journal.Tell(new ReplayMessages(1L, 0L, long.MaxValue, persistenceId, actor));
        return actor.ExpectMsg<RecoverySuccess>(Patience).HighestSequenceNr;
    }

    protected void Delete(string persistenceId, long to)
    {
        var actor = CreateTestProbe();
        Journal.Tell(new DeleteMessagesTo(persistenceId, to, actor));
        Assert.Equal(to, actor.ExpectMsg<DeleteMessagesSuccess>(Patience).ToSequenceNr);
    }

    private static void Expect(TestProbe log, int count, string message)
    {
        for (var i = 0; i < count; i++)
            log.ExpectMsg(message, Patience);
    }
}
