using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Runs;

/// <summary>What becomes of each step: reports are gathered, the rule decides, the decision is executed.</summary>
internal sealed partial class RunCoordinator
{
    /// <summary>As long as the data plane waits for a sign of life; the last chunk of a sum takes less.</summary>
    private static readonly TimeSpan ReportLimit = TimeSpan.FromSeconds(2);

    /// <summary>The step at hand was concluded with a hold: its members wait at the next one.</summary>
    private bool _held;

    /// <summary>All members are known to be at the step at hand.</summary>
    private bool AllWait => _current is not null && _settled.Count == _current.Generation.WorldSize;

    /// <summary>The one rule for messages of other times.</summary>
    private bool IsCurrent(StepStamp stamp) =>
        _current is not null && StaleRule.Judge(stamp, _current.Generation.Stamp(_current.Step)) == Staleness.Current;

    private void BeginStep(long step, int skippedInARow)
    {
        _nextStep = step;
        _reduced.Clear();
        _settled.Clear();
        _expected = _samples.Expected(step);
        _current = new StepState
        {
            Generation = _plan!.Generation,
            Step = step,
            StartedAt = _options.Time.GetUtcNow(),
            SkippedInARow = skippedInARow,
            AbortedInARow = _abortedInARow,
        };
        if (_options.Steps.StepTimeout > TimeSpan.Zero)
            Timers.StartSingleTimer(StepTimer, new StepOverdue(), _options.Steps.StepTimeout);
    }

    private void OnReduced(StepReduced report)
    {
        if (!IsCurrent(report.Stamp))
        {
            AskIfGivenUp(report.Trainer);
            return;
        }

        _reduced[report.Trainer] = report;
        _current = _current!.With(report.Trainer, new StepReport.Reduced(report.Outcome.Loss, report.Outcome.GradientNorm));
        if (_current.IsRipe)
            Decide();
        if (!Timers.IsTimerActive(ReportTimer))
            AwaitReports(report.Stamp);
    }

    /// <summary>One timer at a time, however short the steps are: the reports of a step are awaited for once to twice the limit.</summary>
    private void AwaitReports(StepStamp stamp) => Timers.StartSingleTimer(ReportTimer, new ReportsOverdue(stamp), ReportLimit);

    /// <summary>
    /// Whoever has the sums has had everything of everybody: those who still say nothing are not computing any more, and
    /// links on which nothing is due tell nobody.
    /// </summary>
    private void OnReportsOverdue(StepStamp stamp)
    {
        if (_current is null || _reduced.Count == 0)
            return;
        if (!IsCurrent(stamp))
        {
            AwaitReports(_current.Generation.Stamp(_current.Step));
            return;
        }

        var silent = _current.Generation.Members.Where(member => !_current.Reports.ContainsKey(member)).ToList();
        foreach (var trainer in silent)
            _roster.MarkMissing(trainer);
        foreach (var trainer in silent)
            Lose(trainer, string.Create(CultureInfo.InvariantCulture, $"it said nothing for {ReportLimit.TotalSeconds:0.#} s after another one had reduced the step"), withNode: true);
    }

    /// <summary>A trainer that was given up is back, and does not know it.</summary>
    private void AskIfGivenUp(TrainerId trainer)
    {
        if (!_roster.IsHere(trainer))
            Sender.Tell(new Trainer.Follow(_run, _term));
    }

    private void OnStepFailed(StepFailed report)
    {
        NoteLinks(report);
        if (!IsCurrent(report.Stamp))
        {
            AskIfGivenUp(report.Trainer);
            return;
        }

        _current = _current!.With(report.Trainer, new StepReport.Failed(report.Reason));
        Decide();
    }

    /// <summary>A step that nobody may begin yet cannot be overdue.</summary>
    private void DecideUnlessHeld()
    {
        if (!Holds(_nextStep))
            Decide();
    }

    private void Decide()
    {
        if (_current is null)
            return;
        switch (StepRule.Decide(_options.Time.GetUtcNow(), _current, _options.Steps))
        {
            case StepDecision.Commit commit:
                Conclude(commit.Step, 0, commit.ThenChange, commit.Reason);
                break;
            case StepDecision.Skip skip:
                Report(new RunEvent.StepSkipped(_spec.Name, skip.Step, skip.Reason));
                Conclude(skip.Step, skip.InARow, skip.ThenChange, skip.Reason);
                break;
            case StepDecision.Abort abort:
                _abortedInARow++;
                Report(new RunEvent.StepAborted(_spec.Name, abort.Step, abort.Reason));
                foreach (var lost in abort.Lost)
                    _roster.SetNextStep(lost, null);
                CallRoll($"step {abort.Step} is done again: {abort.Reason}");
                break;
            case StepDecision.GiveUp giveUp:
                End(RunState.Failed, giveUp.Reason);
                break;
        }
    }

    /// <param name="skippedInARow">Steps skipped in a row, this one included; 0: it is applied.</param>
    private void Conclude(long step, int skippedInARow, bool thenChange, string reason)
    {
        var skipped = skippedInARow > 0;
        var rate = _schedule.At(step);
        var survivors = _reduced.Values.Where(report => _current!.Reports[report.Trainer] is StepReport.Reduced).ToImmutableArray();
        if (FindStrange(survivors) is { } strange)
        {
            End(RunState.Failed, strange);
            return;
        }

        _ledger.Tell(new LedgerLine.Committed(new LedgerEntry(step, _lastGeneration, _expected)));
        var behind = step + 1;
        var holds = Holds(behind);
        var isLast = behind >= _spec.Training.NumSteps || _stopReason is not null;
        var orders = _desk.Expect(behind, isLast || AllRetire, [.. survivors.Select(survivor => survivor.Trainer)], _lastGeneration);
        var compare = _spec.Trainers.ChecksumEverySteps > 0 && behind % _spec.Trainers.ChecksumEverySteps == 0;
        foreach (var survivor in survivors)
        {
            _roster[survivor.Trainer].Tell(new Trainer.CommitStep(
                survivor.Stamp, skipped ? null : rate, orders.GetValueOrDefault(survivor.Trainer), compare, holds || thenChange, _numRecorded));
            _roster.SetNextStep(survivor.Trainer, behind, _lastGeneration);
            _meter.AddMember(survivor.Outcome.Timings, survivor.DataWait, survivor.NumReplaced);
        }

        _abortedInARow = 0;
        _held = holds;
        var progress = _meter.AddStep(survivors[0].Outcome, skipped, rate, _current!.Generation.Number, survivors.Length);
        if (progress is not null)
            Report(progress);
        BeginStep(behind, skippedInARow);
        if (thenChange)
            Regroup(reason);
    }

    private void OnCommitted(StepCommitted report)
    {
        if (IsCurrent(report.Stamp with { Step = report.Stamp.Step + 1 }))
            Settle(report.Trainer, report.Checksum, _held);
    }

    /// <summary>A member holds the state that the step at hand begins with; when all do, they are compared.</summary>
    private void Settle(TrainerId trainer, ulong? checksum, bool isHeld)
    {
        _settled[trainer] = checksum;
        if (!AllWait)
            return;
        ImmutableArray<ulong> checksums = [.. _settled.Values.OfType<ulong>()];
        var isDue = checksums.Length == _settled.Count; // all report one, or none does
        if ((!isDue || !HealDiverged(checksums)) && isHeld)
            OnBoundary();
    }

    /// <summary>Whether replicas differ: then the step at hand is done again once they agree.</summary>
    private bool HealDiverged(ImmutableArray<ulong> checksums)
    {
        var verdict = ChecksumRule.Compare(_nextStep - 1, checksums);
        if (verdict.Diverged.IsEmpty)
            return false;
        foreach (var rank in verdict.Diverged)
        {
            var diverged = _current!.Generation.Members[rank];
            Report(new RunEvent.ReplicaDiverged(_spec.Name, diverged.Value, _nextStep, verdict.Reason));
            _roster.SetNextStep(diverged, null);
        }

        Regroup(verdict.Reason);
        return true;
    }

    /// <summary>From members that wait at the step at hand, where a checkpoint behind it is due.</summary>
    private void OrderSnapshots(bool isLast)
    {
        var generation = _current!.Generation;
        foreach (var (member, order) in _desk.Expect(_nextStep, isLast, generation.Members, _lastGeneration))
            _roster[member].Tell(new Trainer.TakeSnapshot(generation.Stamp(_nextStep), order));
    }

    /// <summary>All members wait at the step at hand: goes on with whatever they were held for.</summary>
    private void OnBoundary()
    {
        var stamp = _current!.Generation.Stamp(_nextStep);
        if (_stopReason is not null || _nextStep >= _spec.Training.NumSteps)
        {
            SetState(RunState.Finishing, _stopReason ?? "all steps are done");
            OrderSnapshots(isLast: true);
            EndIfIdle();
        }
        else if (_pauseWished)
        {
            SetState(RunState.Paused, $"on request, before step {_nextStep}");
        }
        else
        {
            SetState(RunState.Training, "resumed");
            _meter.Restart();
            foreach (var member in _current.Generation.Members)
                _roster[member].Tell(new Trainer.Proceed(stamp));
        }
    }
}
