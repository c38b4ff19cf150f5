using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Runs;

public sealed class SnapshotLedgerTests
{
    private static readonly TrainerId Someone = new("trainer-0000");

    private static SnapshotLedger Ledger(int checkpointEvery, int evaluateEvery) => new(
        new CheckpointSpec { EverySteps = checkpointEvery, KeepLast = 1, KeepEverySteps = 0 },
        new EvaluationSpec { EverySteps = evaluateEvery, Tasks = [Specs.Task] },
        numSteps: 100);

    [Fact]
    public void A_copy_is_dropped_when_its_last_user_is_done()
    {
        var ledger = Ledger(checkpointEvery: 10, evaluateEvery: 20);

        Assert.False(ledger.Expect(15, isLast: false, Someone, out _));
        Assert.True(ledger.Expect(20, isLast: false, Someone, out _));
        Assert.True(ledger.Arrive(20));
        Assert.Equal(20, ledger.NextEvaluation()!.Value.Step);
        Assert.False(ledger.EndWriting(20, succeeded: true));
        Assert.False(ledger.IsIdle);
        Assert.True(ledger.EndEvaluation(20));
        Assert.True(ledger.IsIdle);
    }

    [Fact]
    public void Copies_beyond_the_bound_are_refused_but_never_that_of_the_last_step()
    {
        var ledger = Ledger(checkpointEvery: 10, evaluateEvery: 0);

        Assert.True(ledger.Expect(10, isLast: false, Someone, out _));
        Assert.True(ledger.Expect(20, isLast: false, Someone, out _));
        Assert.False(ledger.Expect(30, isLast: false, Someone, out var overflow));
        Assert.True(overflow);
        Assert.True(ledger.Expect(40, isLast: true, Someone, out _));
    }

    [Fact]
    public void A_lost_trainers_copies_are_given_up_unless_they_have_arrived()
    {
        var ledger = Ledger(checkpointEvery: 10, evaluateEvery: 0);
        ledger.Expect(10, isLast: false, Someone, out _);
        ledger.Arrive(10);
        ledger.Expect(20, isLast: false, Someone, out _);

        Assert.Equal([20L], ledger.Forget(Someone).AsEnumerable());
        Assert.False(ledger.IsIdle);
        Assert.True(ledger.EndWriting(10, succeeded: true));
        Assert.True(ledger.IsIdle);
    }

    [Fact]
    public void A_step_that_has_its_checkpoint_needs_no_other()
    {
        var ledger = Ledger(checkpointEvery: 10, evaluateEvery: 0);
        ledger.LastWritten = 10;

        Assert.False(ledger.Expect(10, isLast: true, Someone, out _));
    }

    [Fact]
    public void A_failed_evaluation_is_tried_again_once()
    {
        var ledger = Ledger(checkpointEvery: 0, evaluateEvery: 10);
        ledger.Expect(10, isLast: false, Someone, out _);
        ledger.Arrive(10);
        ledger.NextEvaluation();

        Assert.Equal(Specs.Task.Name, ledger.Retry()!.Name);
        Assert.Null(ledger.Retry());
        Assert.True(ledger.EndEvaluation(10));
    }
}
