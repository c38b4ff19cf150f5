using Akka.Actor;
using Akka.Persistence.Journal;
using Akka.TestKit;

namespace Akka.Persistence.Tests.Journals;

public class ReplayFilterTests : TestKit.Xunit2.TestKit
{
    [Fact]
    public void Events_of_incarnations_one_after_the_other_pass()
    {
        var filter = Start(ReplayFilterMode.Fail);
        Send(filter, ("a", 1), ("a", 2), ("b", 3), ("c", 4));
        ExpectReplayed("a1", "a2", "b3", "c4");
    }

    [Fact]
    public void What_an_older_writer_wrote_behind_a_newer_one_is_dropped()
    {
        var filter = Start(ReplayFilterMode.RepairByDiscardOld);
        EventFilter.Warning(contains: "Invalid replayed event").Expect(2, () =>
        {
            Send(filter, ("a", 1), ("a", 2), ("a", 3), ("b", 3), ("a", 4), ("b", 5));
            ExpectReplayed("a1", "a2", "b3", "b5");
        });
    }

    [Fact]
    public void Or_it_stays_with_a_warning()
    {
        var filter = Start(ReplayFilterMode.Warn);
        EventFilter.Warning(contains: "Invalid replayed event").Expect(2, () =>
        {
            Send(filter, ("a", 1), ("a", 2), ("b", 2), ("a", 3));
            ExpectReplayed("a1", "a2", "b2", "a3");
        });
    }

    [Fact]
    public void Or_the_recovery_fails()
    {
        var filter = Start(ReplayFilterMode.Fail);
        EventFilter.Error(contains: "Invalid replayed event").ExpectOne(() => Send(filter, ("a", 1), ("b", 2), ("a", 3)));
        var failure = ExpectMsg<ReplayMessagesFailure>();
        Assert.Contains("Invalid replayed event", failure.Cause.Message, StringComparison.Ordinal);
    }

    private IActorRef Start(ReplayFilterMode mode) => Sys.ActorOf(ReplayFilter.Props(TestActor, mode, windowSize: 100, maxOldWriters: 10, debugEnabled: false));

    private static void Send(IActorRef filter, params (string Writer, int SequenceNr)[] events)
    {
        foreach (var (writer, sequenceNr) in events)
            filter.Tell(new ReplayedMessage(new Persistent($"{writer}{sequenceNr}", sequenceNr, "p", writerGuid: writer)));
        filter.Tell(new RecoverySuccess(events.Max(e => e.SequenceNr)));
    }

    private void ExpectReplayed(params string[] events)
    {
        foreach (var e in events)
            Assert.Equal(e, ExpectMsg<ReplayedMessage>().Persistent.Payload);
        ExpectMsg<RecoverySuccess>();
    }
}
