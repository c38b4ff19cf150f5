using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Evaluations;
using AkkaClip.Actors.Progress;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Runs;

/// <summary>The coordinator's dealings with checkpoints and evaluations: executes what the <see cref="SnapshotLedger"/> says.</summary>
internal sealed class SnapshotDesk
{
    private readonly RunId _run;
    private readonly SnapshotLedger _ledger;
    private readonly CheckpointStore _store;
    private readonly IActorRef _archive;
    private readonly IActorRef _registry;
    private readonly Action<RunEvent> _report;
    private (long Step, string Reason)? _failed;

    /// <param name="context">The coordinator's, whose child the archive becomes; its parent finds evaluators.</param>
    public SnapshotDesk(RunSpec spec, CoordinatorOptions options, IUntypedActorContext context, Action<RunEvent> report)
    {
        _run = new RunId(spec.Name);
        _ledger = new SnapshotLedger(spec.Checkpoint, spec.Evaluation, spec.Training.NumSteps);
        _store = new CheckpointStore(spec.Directory, options.Time);
        _archive = context.ActorOf(CheckpointArchive.Props(spec, options.Configuration, options.Time), "archive");
        _registry = context.Parent;
        _report = report;
    }

    /// <summary>Nothing is written, evaluated or waited for.</summary>
    public bool IsIdle => _ledger.IsIdle;

    /// <summary>Steps behind the newest checkpoint; 0: there is none.</summary>
    public long LastStep => Math.Max(0, _ledger.LastWritten);

    /// <summary>Some checkpoint is under way.</summary>
    public bool IsWriting => _ledger.IsWriting;

    /// <summary>Why the newest checkpoint could not be written; null: it could.</summary>
    public string? LastFailure => _failed is { } failed && failed.Step > _ledger.LastWritten ? failed.Reason : null;

    /// <summary>The newest checkpoint; null: there is none.</summary>
    public string? LastFolder { get; private set; }

    /// <summary>Answered by <see cref="CheckpointArchive.CheckpointFound"/>.</summary>
    public void FindCheckpoint(IActorRef self) => _archive.Tell(new CheckpointArchive.FindCheckpoint(), self);

    public void Note(CheckpointArchive.CheckpointFound found)
    {
        foreach (var (folder, reason) in found.Rejected)
            _report(new RunEvent.CheckpointRejected(_run.Value, folder, reason));
        if (found.Folder is null)
            return;
        LastFolder = found.Folder;
        _ledger.LastWritten = found.Step;
    }

    /// <inheritdoc cref="SnapshotLedger.Demand"/>
    public void Demand(bool evaluate) => _ledger.Demand(evaluate);

    /// <summary>Orders for the trainers that shall write a checkpoint behind so many steps, one each; empty: none is due.</summary>
    public ImmutableDictionary<TrainerId, StripeOrder> Expect(long step, bool isLast, ImmutableArray<TrainerId> from, int generation)
    {
        var folder = _store.UnfinishedFolderOf(step, generation);
        var expected = _ledger.Expect(step, isLast, from, folder, out var overflow);
        if (overflow)
            _report(new RunEvent.CheckpointFailed(_run.Value, step, "earlier ones are still being written; make the interval longer"));
        return expected
            ? from.Select((trainer, stripe) => KeyValuePair.Create(trainer, new StripeOrder(folder, stripe, from.Length))).ToImmutableDictionary()
            : ImmutableDictionary<TrainerId, StripeOrder>.Empty;
    }

    /// <summary>Gives up on the stripes that a lost trainer has not written; returns whether there were any.</summary>
    /// <param name="withWriter">Its node is lost too.</param>
    public bool Forget(TrainerId lost, bool withWriter)
    {
        var missing = _ledger.Forget(lost, withWriter);
        foreach (var (step, folder) in missing)
        {
            _archive.Tell(new CheckpointArchive.Discard(folder));
            _report(new RunEvent.CheckpointFailed(_run.Value, step, $"{lost} failed before it had written its part of the state"));
        }

        return !missing.IsEmpty;
    }

    public void Take(long step, TrainerId trainer) => _ledger.Take(step, trainer);

    /// <param name="numSkipped">Steps skipped so far.</param>
    public void Arrive(RunCoordinator.StripeWritten written, long numSkipped, IActorRef self)
    {
        if (_ledger.Arrive(written.Step, written.Trainer, written.Order, written.Files) is { } complete)
            _archive.Tell(new CheckpointArchive.FinishCheckpoint(written.Step, complete.Folder, numSkipped, complete.Files), self);
    }

    public void End(CheckpointArchive.CheckpointWritten written, IActorRef self)
    {
        if (written.Step > _ledger.LastWritten)
            LastFolder = written.Folder;
        _report(new RunEvent.CheckpointSaved(_run.Value, written.Step, written.Folder, written.NumBytes));
        _ledger.Finish(written.Step, written.Folder);
        _archive.Tell(new CheckpointArchive.Prune(_ledger.InUse), self);
        Evaluate(self);
    }

    public void Fail(long step, string folder, string reason)
    {
        if (!_ledger.Fail(step, folder))
            return;
        _archive.Tell(new CheckpointArchive.Discard(folder));
        _failed = (step, reason);
        _report(new RunEvent.CheckpointFailed(_run.Value, step, reason));
    }

    public void End(Evaluator.EvaluationDone done, IActorRef self)
    {
        if (!_ledger.IsAwaited(done.Step, done.Task))
            return;
        _report(new RunEvent.Evaluated(_run.Value, done.Step, done.Task, done.Results));
        _ledger.EndEvaluation();
        Evaluate(self);
    }

    public void End(Evaluator.EvaluationFailed failed, IActorRef self)
    {
        if (!_ledger.IsAwaited(failed.Step, failed.Task))
            return;
        var again = _ledger.Retry();
        _report(new RunEvent.EvaluationFailed(_run.Value, failed.Step, failed.Task, failed.Reason, again is not null));
        if (again is null)
        {
            _ledger.EndEvaluation();
            Evaluate(self);
        }
        else
        {
            Ask(again, self);
        }
    }

    private void Evaluate(IActorRef self)
    {
        if (_ledger.NextEvaluation() is { } next)
            Ask(next, self);
    }

    private void Ask(SnapshotLedger.Evaluation evaluation, IActorRef self) =>
        _registry.Tell(new Evaluator.Evaluate(_run, evaluation.Step, evaluation.Folder, evaluation.Task), self);
}
