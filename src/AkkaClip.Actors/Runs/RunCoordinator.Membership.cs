using Akka.Actor;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Runs;

/// <summary>Who takes part: trainers that come, fail and go, and the generations that follow from it.</summary>
internal sealed partial class RunCoordinator
{
    private void OnFound(Checkpointer.CheckpointFound answer)
    {
        desk.Note(answer);
        if (!answer.SameConfiguration)
            Report(new RunEvent.ConfigurationChanged(spec.Name, answer.Folder!, "this run would not have produced its numbers: seed, model, data or optimizer differ"));
        found = answer;
        if (state == RunState.Starting)
            nextStep = answer.Step;
        Regroup(answer.Folder is null ? "the run begins" : $"the run goes on behind {answer.Folder}");
    }

    private void OnReady(TrainerReady ready)
    {
        if (ready.Run != run)
        {
            Unhandled(ready);
            return;
        }

        Context.Watch(Sender);
        roster.Announce(new TrainerStanding(ready.Trainer, ready.NextStep, ready.ReducedStep), Sender);
        lastGeneration = Math.Max(lastGeneration, ready.Generation);
        if (current is null)
            Regroup($"{ready.Trainer} is there");
        else if (state == RunState.Paused)
            Regroup($"{ready.Trainer} joins");
        else
            current = current with { ChangeRequested = true };
    }

    private void OnFailed(TrainerFailed failed)
    {
        roster.MarkRestarting(failed.Trainer);
        Lose(failed.Trainer, failed.Reason);
    }

    private void OnTerminated(Terminated ended)
    {
        if (roster.Find(ended.ActorRef) is not { } trainer)
            return;
        roster.Remove(trainer);
        expectedTrainers--;
        Lose(trainer, "it failed too often and was given up");
    }

    private void Lose(TrainerId trainer, string reason)
    {
        Report(new RunEvent.TrainerLost(spec.Name, trainer.Value, reason));
        var isMissed = desk.Forget(trainer) || state != RunState.Finishing; // a run that has all copies needs no trainers
        if (!isMissed)
            return;
        if (expectedTrainers < Math.Max(1, options.Membership.Minimum))
        {
            End(RunState.Failed, $"{trainer} is lost: {reason}; {expectedTrainers} trainers are left, {options.Membership.Minimum} are needed");
        }
        else if (current is null)
        {
            Regroup($"{trainer} is lost: {reason}");
        }
        else if (current.Generation.RankOf(trainer) is not null)
        {
            current = current.With(trainer, new StepReport.Lost(reason));
            Decide();
        }
    }

    private void OnGraceOver()
    {
        graceIsOver = true;
        if (current is null)
            Regroup($"{expectedTrainers - roster.Living.Length} trainers did not come back within {options.RestartGrace.TotalSeconds:0.#} s");
    }

    /// <summary>Ends the generation at hand, and starts the next as soon as those are there that are expected.</summary>
    private void Regroup(string reason)
    {
        current = null;
        reduced.Clear();
        settled.Clear();
        if (found is null && state == RunState.Starting)
            return; // the checkpointer has not answered yet
        if (!graceIsOver && roster.Living.Length < expectedTrainers)
        {
            if (!Timers.IsTimerActive(GraceTimer))
                Timers.StartSingleTimer(GraceTimer, new GraceOver(), options.RestartGrace);
            return;
        }

        var membership = new MembershipState { Run = run, LastGeneration = lastGeneration, NextStep = nextStep, Living = roster.Living };
        switch (MembershipRule.Decide(membership, options.Membership))
        {
            case MembershipDecision.Wait wait:
                SetState(RunState.Waiting, wait.Reason);
                break;
            case MembershipDecision.Restore when found is null:
                desk.FindCheckpoint(Self);
                break;
            case MembershipDecision.Restore restore:
                Launch(Restored(restore, found!), $"{reason}; {restore.Reason}");
                break;
            case MembershipDecision.Start { Initialize: true } start:
                Launch(GenerationPlan.FromSeed(start.Next, Holds(start.Next.FirstStep)), $"{reason}; {start.Reason}");
                break;
            case MembershipDecision.Start start:
                var rate = start.CommitFirst.IsEmpty ? 0 : schedule.At(start.Next.FirstStep - 1);
                Launch(
                    new GenerationPlan(start.Next, StateOrigin.Living, start.Sources[0], start.Heal, start.CommitFirst, rate, null, Holds(start.Next.FirstStep)),
                    $"{reason}; {start.Reason}");
                break;
        }
    }

    private GenerationPlan Restored(MembershipDecision.Restore restore, Checkpointer.CheckpointFound from)
    {
        meter.NumSkipped = from.NumSkippedSteps;
        var generation = Generation.Of(run, lastGeneration + 1, from.Step, restore.Members);
        return from.Folder is { } folder
            ? GenerationPlan.FromCheckpoint(generation, folder, Holds(from.Step))
            : GenerationPlan.FromSeed(generation, Holds(0));
    }

    private void Launch(GenerationPlan next, string reason)
    {
        Timers.Cancel(GraceTimer);
        graceIsOver = false;
        found = null; // a later restore looks again
        plan = next;
        lastGeneration = next.Generation.Number;
        BeginStep(next.Generation.FirstStep, skippedInARow: 0);
        Report(new RunEvent.GenerationStarted(
            spec.Name, lastGeneration, nextStep, [.. next.Generation.Members.Select(member => member.Value)], reason));
        if (!next.Hold)
            SetState(RunState.Training, reason);
        meter.Restart();
        foreach (var member in next.Generation.Members)
            roster[member].Tell(new Trainer.StartGeneration(next));
    }

    /// <summary>Whether nobody may begin this step before something else has happened.</summary>
    private bool Holds(long step) => pauseWished || stopReason is not null || step >= spec.Training.NumSteps;

    private void OnEntered(GenerationEntered entered)
    {
        if (!IsCurrent(entered.Stamp))
            return;
        roster.SetNextStep(entered.Trainer, nextStep);
        if (plan!.Heal.Contains(entered.Trainer))
            Report(new RunEvent.TrainerHealed(spec.Name, entered.Trainer.Value, plan.Source.Value, nextStep));
        Settle(entered.Trainer, entered.Checksum, plan.Hold);
    }
}
