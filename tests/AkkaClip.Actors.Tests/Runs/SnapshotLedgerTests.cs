using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Runs;

public sealed class SnapshotLedgerTests
{
    private const string Folder = "unfinished";
    private static readonly TrainerId One = new("trainer-0000"), Two = new("trainer-0001");

    private static SnapshotLedger Ledger(int checkpointEvery, int evaluateEvery) => new(
        new CheckpointSpec { EverySteps = checkpointEvery, KeepLast = 1, KeepEverySteps = 0 },
        new EvaluationSpec { EverySteps = evaluateEvery, Tasks = [Specs.Task] },
        numSteps: 100);

    [Fact]
    public void A_checkpoint_is_complete_with_the_last_of_its_stripes_and_then_evaluated()
    {
        var ledger = Ledger(checkpointEvery: 10, evaluateEvery: 20);

        Assert.False(Expect(ledger, 15));
        Assert.True(Expect(ledger, 20));
        Assert.Null(Arrive(ledger, 20, One));
        Assert.Null(Arrive(ledger, 20, One));
        Assert.Equal(["0", "1"], Arrive(ledger, 20, Two)!.Value.Files.Select(file => file.Name));
        Assert.Null(ledger.NextEvaluation());
        ledger.Finish(20, "finished");
        Assert.Equal([20L], ledger.InUse.AsEnumerable());
        Assert.Equal("finished", ledger.NextEvaluation()!.Folder);
        Assert.False(ledger.IsIdle);
        ledger.EndEvaluation();
        Assert.True(ledger.IsIdle);
    }

    [Fact]
    public void An_evaluation_is_due_a_checkpoint_of_its_own()
    {
        var ledger = Ledger(checkpointEvery: 0, evaluateEvery: 7);

        Assert.True(Expect(ledger, 14));
    }

    [Fact]
    public void A_demanded_checkpoint_is_due_once_and_evaluated_where_that_is_demanded()
    {
        var ledger = Ledger(checkpointEvery: 0, evaluateEvery: 0);

        ledger.Demand(evaluate: false);
        Assert.True(Expect(ledger, 3));
        Assert.False(Expect(ledger, 4));
        ledger.Finish(3, "third");
        Assert.Null(ledger.NextEvaluation());
        ledger.Demand(evaluate: true);
        Assert.True(Expect(ledger, 5));
        ledger.Finish(5, "fifth");
        Assert.Equal("fifth", ledger.NextEvaluation()!.Folder);
    }

    [Fact]
    public void A_demanded_checkpoint_waits_for_room_without_a_word()
    {
        var ledger = Ledger(checkpointEvery: 10, evaluateEvery: 0);
        Assert.True(Expect(ledger, 10));
        Assert.True(Expect(ledger, 20));

        ledger.Demand(evaluate: false);
        Assert.False(ledger.Expect(21, isLast: false, [One], Folder, out var overflow));
        Assert.False(overflow);
        ledger.Finish(10, "tenth");
        Assert.True(Expect(ledger, 22));
    }

    [Fact]
    public void Copies_beyond_the_bound_are_refused_but_never_that_of_the_last_step()
    {
        var ledger = Ledger(checkpointEvery: 10, evaluateEvery: 0);

        Assert.True(Expect(ledger, 10));
        Assert.True(Expect(ledger, 20));
        Assert.False(ledger.Expect(30, isLast: false, [One], Folder, out var overflow));
        Assert.True(overflow);
        Assert.True(ledger.Expect(40, isLast: true, [One], Folder, out _));
    }

    [Fact]
    public void A_checkpoint_without_a_lost_trainers_stripe_is_given_up_unless_it_has_arrived()
    {
        var ledger = Ledger(checkpointEvery: 10, evaluateEvery: 0);
        Expect(ledger, 10);
        Arrive(ledger, 10, One);
        Expect(ledger, 20);

        ledger.Take(20, One);
        Assert.Empty(ledger.Forget(One, withWriter: false));
        Assert.Equal([(20L, Folder)], ledger.Forget(One, withWriter: true).AsEnumerable());
        Assert.NotNull(Arrive(ledger, 10, Two));
        Assert.Null(Arrive(ledger, 20, Two));
        ledger.Finish(10, "finished");
        Assert.True(ledger.IsIdle);
    }

    [Fact]
    public void Stripes_of_an_earlier_attempt_are_not_taken_for_those_of_a_later_one()
    {
        var ledger = Ledger(checkpointEvery: 10, evaluateEvery: 0);
        ledger.Expect(10, isLast: false, [One], "by generation 2", out _);

        Assert.Null(ledger.Arrive(10, One, new StripeOrder("by generation 1", 0, 1), []));
        Assert.False(ledger.Fail(10, "by generation 1"));
        Assert.NotNull(ledger.Arrive(10, One, new StripeOrder("by generation 2", 0, 1), []));
    }

    [Fact]
    public void A_step_that_has_its_checkpoint_needs_no_other()
    {
        var ledger = Ledger(checkpointEvery: 10, evaluateEvery: 0);
        ledger.LastWritten = 10;

        Assert.False(ledger.Expect(10, isLast: true, [One], Folder, out _));
    }

    [Fact]
    public void A_failed_evaluation_is_tried_again_once()
    {
        var ledger = Ledger(checkpointEvery: 0, evaluateEvery: 10);
        Expect(ledger, 10);
        ledger.Finish(10, "finished");
        ledger.NextEvaluation();

        Assert.Equal(Specs.Task.Name, ledger.Retry()!.Task.Name);
        Assert.Null(ledger.Retry());
        ledger.EndEvaluation();
        Assert.True(ledger.IsIdle);
    }

    private static bool Expect(SnapshotLedger ledger, long step) => ledger.Expect(step, isLast: false, [One, Two], Folder, out _);

    private static (string Folder, System.Collections.Immutable.ImmutableArray<CheckpointFile> Files)? Arrive(SnapshotLedger ledger, long step, TrainerId from)
    {
        var stripe = from == One ? 0 : 1;
        return ledger.Arrive(step, from, new StripeOrder(Folder, stripe, 2), [new CheckpointFile($"{stripe}", 1, "")]);
    }
}
