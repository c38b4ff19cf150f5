using Akka.Actor;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Evaluations;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Runs;

/// <summary>The coordinator's dealings with checkpointer and evaluator: executes what the <see cref="SnapshotLedger"/> says.</summary>
internal sealed class SnapshotDesk
{
    private readonly RunId _run;
    private readonly SnapshotShelf _shelf;
    private readonly SnapshotLedger _ledger;
    private readonly IActorRef _checkpointer;
    private readonly IActorRef _evaluator;
    private readonly Action<RunEvent> _report;

    /// <param name="context">The coordinator's, whose children checkpointer and evaluator become.</param>
    public SnapshotDesk(RunSpec spec, TrainerResources resources, IUntypedActorContext context, Action<RunEvent> report)
    {
        _run = new RunId(spec.Name);
        _shelf = resources.Snapshots;
        _ledger = new SnapshotLedger(spec.Checkpoint, spec.Evaluation, spec.Training.NumSteps);
        _checkpointer = context.ActorOf(Checkpointer.Props(spec, resources), "checkpointer");
        _evaluator = context.ActorOf(Evaluator.Props(_run, resources), "evaluator");
        _report = report;
    }

    /// <summary>Nothing is written, evaluated or waited for.</summary>
    public bool IsIdle => _ledger.IsIdle;

    /// <summary>Why the newest checkpoint could not be written; null: it could.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>The newest checkpoint; null: there is none.</summary>
    public string? LastFolder { get; private set; }

    /// <summary>Answered by <see cref="Checkpointer.CheckpointFound"/>.</summary>
    public void FindCheckpoint(IActorRef self) => _checkpointer.Tell(new Checkpointer.FindCheckpoint(), self);

    public void Note(Checkpointer.CheckpointFound found)
    {
        foreach (var (folder, reason) in found.Rejected)
            _report(new RunEvent.CheckpointRejected(_run.Value, folder, reason));
        if (found.Folder is null)
            return;
        LastFolder = found.Folder;
        _ledger.LastWritten = found.Step;
    }

    /// <summary>Whether a trainer shall leave a copy of the state behind so many steps.</summary>
    public bool Expect(long step, bool isLast, TrainerId from)
    {
        var expected = _ledger.Expect(step, isLast, from, out var overflow);
        if (overflow)
            _report(new RunEvent.CheckpointFailed(_run.Value, step, "earlier ones are still being written or evaluated; make the intervals longer"));
        return expected;
    }

    /// <summary>Gives up on the copies that a lost trainer has not taken; returns whether there were any.</summary>
    public bool Forget(TrainerId lost)
    {
        var missing = _ledger.Forget(lost);
        foreach (var step in missing)
            _report(new RunEvent.CheckpointFailed(_run.Value, step, $"{lost} failed before it had copied its state"));
        return !missing.IsEmpty;
    }

    /// <param name="numSkipped">Steps skipped so far.</param>
    public void Arrive(long step, long numSkipped, IActorRef self)
    {
        if (_ledger.Arrive(step))
            _checkpointer.Tell(new Checkpointer.WriteCheckpoint(step, numSkipped), self);
        Evaluate(self);
    }

    public void End(Checkpointer.CheckpointWritten written)
    {
        (LastFailure, LastFolder) = (null, written.Folder);
        _report(new RunEvent.CheckpointSaved(_run.Value, written.Step, written.Folder, written.NumBytes));
        DropIf(_ledger.EndWriting(written.Step, succeeded: true), written.Step);
    }

    public void End(Checkpointer.CheckpointNotWritten failed)
    {
        LastFailure = failed.Reason;
        _report(new RunEvent.CheckpointFailed(_run.Value, failed.Step, failed.Reason));
        DropIf(_ledger.EndWriting(failed.Step, succeeded: false), failed.Step);
    }

    public void End(Evaluator.EvaluationDone done, IActorRef self)
    {
        _report(new RunEvent.Evaluated(_run.Value, done.Step, done.Task, done.Results));
        DropIf(_ledger.EndEvaluation(done.Step), done.Step);
        Evaluate(self);
    }

    public void End(Evaluator.EvaluationFailed failed, IActorRef self)
    {
        var again = _ledger.Retry();
        _report(new RunEvent.EvaluationFailed(_run.Value, failed.Step, failed.Task, failed.Reason, again is not null));
        if (again is not null)
        {
            _evaluator.Tell(new Evaluator.Evaluate(failed.Step, again), self);
            return;
        }

        DropIf(_ledger.EndEvaluation(failed.Step), failed.Step);
        Evaluate(self);
    }

    private void Evaluate(IActorRef self)
    {
        if (_ledger.NextEvaluation() is { } next)
            _evaluator.Tell(new Evaluator.Evaluate(next.Step, next.Task), self);
    }

    private void DropIf(bool unused, long step)
    {
        if (unused)
            _shelf.Drop(_run, step);
    }
}
