using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Runs;

/// <summary>What becomes of each step: reports are gathered, the rule decides, the decision is executed.</summary>
internal sealed partial class RunCoordinator
{
    /// <summary>The step at hand was concluded with a hold: its members wait at the next one.</summary>
    private bool held;

    /// <summary>All members are known to be at the step at hand.</summary>
    private bool AllWait => current is not null && settled.Count == current.Generation.WorldSize;

    /// <summary>The one rule for messages of other times.</summary>
    private bool IsCurrent(StepStamp stamp) =>
        current is not null && StaleRule.Judge(stamp, current.Generation.Stamp(current.Step)) == Staleness.Current;

    private void BeginStep(long step, int skippedInARow)
    {
        nextStep = step;
        reduced.Clear();
        settled.Clear();
        current = new StepState
        {
            Generation = plan!.Generation,
            Step = step,
            StartedAt = resources.Time.GetUtcNow(),
            SkippedInARow = skippedInARow,
            AbortedInARow = abortedInARow,
        };
        if (options.Steps.StepTimeout > TimeSpan.Zero)
            Timers.StartSingleTimer(StepTimer, new StepOverdue(), options.Steps.StepTimeout);
    }

    private void OnReduced(StepReduced report)
    {
        if (!IsCurrent(report.Stamp))
            return;
        reduced[report.Trainer] = report;
        current = current!.With(report.Trainer, new StepReport.Reduced(report.Outcome.Loss, report.Outcome.GradientNorm));
        Decide();
    }

    private void OnStepFailed(StepFailed report)
    {
        if (!IsCurrent(report.Stamp))
            return;
        current = current!.With(report.Trainer, new StepReport.Failed(report.Reason));
        Decide();
    }

    /// <summary>A step that nobody may begin yet cannot be overdue.</summary>
    private void DecideUnlessHeld()
    {
        if (!Holds(nextStep))
            Decide();
    }

    private void Decide()
    {
        if (current is null)
            return;
        switch (StepRule.Decide(resources.Time.GetUtcNow(), current, options.Steps))
        {
            case StepDecision.Commit commit:
                Conclude(commit.Step, 0, commit.ThenChange, commit.Reason);
                break;
            case StepDecision.Skip skip:
                Report(new RunEvent.StepSkipped(spec.Name, skip.Step, skip.Reason));
                Conclude(skip.Step, skip.InARow, skip.ThenChange, skip.Reason);
                break;
            case StepDecision.Abort abort:
                abortedInARow++;
                foreach (var lost in abort.Lost)
                    roster.SetNextStep(lost, null);
                Regroup($"step {abort.Step} is done again: {abort.Reason}");
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
        var rate = schedule.At(step);
        var survivors = reduced.Values.Where(report => current!.Reports[report.Trainer] is StepReport.Reduced).ToImmutableArray();
        var behind = step + 1;
        var holds = Holds(behind);
        var snapshot = desk.Expect(behind, behind >= spec.Training.NumSteps || stopReason is not null, survivors[0].Trainer);
        var compare = spec.Trainers.ChecksumEverySteps > 0 && behind % spec.Trainers.ChecksumEverySteps == 0;
        foreach (var survivor in survivors)
        {
            roster[survivor.Trainer].Tell(new Trainer.CommitStep(
                survivor.Stamp, skipped ? null : rate, snapshot && survivor == survivors[0], compare, holds || thenChange));
            roster.SetNextStep(survivor.Trainer, behind);
            meter.AddMember(survivor.Outcome.Timings, survivor.DataWait, survivor.NumReplaced);
        }

        abortedInARow = 0;
        held = holds;
        var progress = meter.AddStep(survivors[0].Outcome, skipped, rate, current!.Generation.Number, survivors.Length);
        if (progress is not null)
            Report(progress);
        BeginStep(behind, skippedInARow);
        if (thenChange)
            Regroup(reason);
    }

    private void OnCommitted(StepCommitted report)
    {
        if (IsCurrent(report.Stamp with { Step = report.Stamp.Step + 1 }))
            Settle(report.Trainer, report.Checksum, held);
    }

    /// <summary>A member holds the state that the step at hand begins with; when all do, they are compared.</summary>
    private void Settle(TrainerId trainer, ulong? checksum, bool isHeld)
    {
        settled[trainer] = checksum;
        if (!AllWait)
            return;
        ImmutableArray<ulong> checksums = [.. settled.Values.OfType<ulong>()];
        var isDue = checksums.Length == settled.Count; // all report one, or none does
        if ((!isDue || !HealDiverged(checksums)) && isHeld)
            OnBoundary();
    }

    /// <summary>Whether replicas differ: then the step at hand is done again once they agree.</summary>
    private bool HealDiverged(ImmutableArray<ulong> checksums)
    {
        var verdict = ChecksumRule.Compare(nextStep - 1, checksums);
        if (verdict.Diverged.IsEmpty)
            return false;
        foreach (var rank in verdict.Diverged)
        {
            var diverged = current!.Generation.Members[rank];
            Report(new RunEvent.ReplicaDiverged(spec.Name, diverged.Value, nextStep, verdict.Reason));
            roster.SetNextStep(diverged, null);
        }

        Regroup(verdict.Reason);
        return true;
    }

    /// <summary>All members wait at the step at hand: goes on with whatever they were held for.</summary>
    private void OnBoundary()
    {
        var stamp = current!.Generation.Stamp(nextStep);
        if (stopReason is not null || nextStep >= spec.Training.NumSteps)
        {
            SetState(RunState.Finishing, stopReason ?? "all steps are done");
            var first = current.Generation.Members[0];
            if (desk.Expect(nextStep, isLast: true, first))
                roster[first].Tell(new Trainer.TakeSnapshot(stamp));
            EndIfIdle();
        }
        else if (pauseWished)
        {
            SetState(RunState.Paused, $"on request, before step {nextStep}");
        }
        else
        {
            SetState(RunState.Training, "resumed");
            meter.Restart();
            foreach (var member in current.Generation.Members)
                roster[member].Tell(new Trainer.Proceed(stamp));
        }
    }
}
