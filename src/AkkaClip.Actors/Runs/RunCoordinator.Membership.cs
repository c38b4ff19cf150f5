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
        _desk.Note(answer);
        if (!answer.SameConfiguration)
            Report(new RunEvent.ConfigurationChanged(_spec.Name, answer.Folder!, "this run would not have produced its numbers: seed, model, data or optimizer differ"));
        _found = answer;
        if (_state == RunState.Starting)
            _nextStep = answer.Step;
        Regroup(answer.Folder is null ? "the run begins" : $"the run goes on behind {answer.Folder}");
    }

    private void OnReady(TrainerReady ready)
    {
        if (ready.Run != _run)
        {
            Unhandled(ready);
            return;
        }

        if (_current?.Generation.RankOf(ready.Trainer) is not null && !_roster.IsRestarting(ready.Trainer))
            return; // the answer to a question that its announcement had answered before
        Context.Watch(Sender);
        _roster.Announce(new TrainerStanding(ready.Trainer, ready.NextStep, ready.ReducedStep), Sender);
        _lastGeneration = Math.Max(_lastGeneration, ready.Generation);
        if (_current is null)
            Regroup($"{ready.Trainer} is there");
        else if (_state == RunState.Paused)
            Regroup($"{ready.Trainer} joins");
        else
            _current = _current with { ChangeRequested = true };
    }

    private void OnFailed(TrainerFailed failed)
    {
        _roster.MarkRestarting(failed.Trainer);
        Lose(failed.Trainer, failed.Reason);
    }

    private void OnTerminated(Terminated ended)
    {
        if (_roster.Find(ended.ActorRef) is not { } trainer)
            return;
        _roster.Remove(trainer);
        _expectedTrainers--;
        Lose(trainer, "it failed too often and was given up");
    }

    private void Lose(TrainerId trainer, string reason)
    {
        Report(new RunEvent.TrainerLost(_spec.Name, trainer.Value, reason));
        var isMissed = _desk.Forget(trainer) || _state != RunState.Finishing; // a run that has all copies needs no trainers
        if (!isMissed)
            return;
        if (_expectedTrainers < Math.Max(1, _options.Membership.Minimum))
        {
            End(RunState.Failed, $"{trainer} is lost: {reason}; {_expectedTrainers} trainers are left, {_options.Membership.Minimum} are needed");
        }
        else if (_current is null)
        {
            Regroup($"{trainer} is lost: {reason}");
        }
        else if (_current.Generation.RankOf(trainer) is not null)
        {
            _current = _current.With(trainer, new StepReport.Lost(reason));
            Decide();
        }
    }

    private void OnGraceOver()
    {
        _graceIsOver = true;
        if (_current is null)
            Regroup($"{_expectedTrainers - _roster.Living.Length} trainers did not come back within {_options.RestartGrace.TotalSeconds:0.#} s");
    }

    /// <summary>Ends the generation at hand, and starts the next as soon as those are there that are expected.</summary>
    private void Regroup(string reason)
    {
        _current = null;
        _reduced.Clear();
        _settled.Clear();
        if (_found is null && _state == RunState.Starting)
            return; // the checkpointer has not answered yet
        if (!_graceIsOver && _roster.Living.Length < _expectedTrainers)
        {
            if (!Timers.IsTimerActive(GraceTimer))
                Timers.StartSingleTimer(GraceTimer, new GraceOver(), _options.RestartGrace);
            return;
        }

        var membership = new MembershipState { Run = _run, LastGeneration = _lastGeneration, NextStep = _nextStep, Living = _roster.Living };
        switch (MembershipRule.Decide(membership, _options.Membership))
        {
            case MembershipDecision.Wait wait:
                SetState(RunState.Waiting, wait.Reason);
                break;
            case MembershipDecision.Restore when _found is null:
                _desk.FindCheckpoint(Self);
                break;
            case MembershipDecision.Restore restore:
                Launch(Restored(restore, _found!), $"{reason}; {restore.Reason}");
                break;
            case MembershipDecision.Start { Initialize: true } start:
                Launch(GenerationPlan.FromSeed(start.Next, Holds(start.Next.FirstStep)), $"{reason}; {start.Reason}");
                break;
            case MembershipDecision.Start start:
                var rate = start.CommitFirst.IsEmpty ? 0 : _schedule.At(start.Next.FirstStep - 1);
                Launch(
                    new GenerationPlan(start.Next, StateOrigin.Living, start.Sources[0], start.Heal, start.CommitFirst, rate, null, Holds(start.Next.FirstStep)),
                    $"{reason}; {start.Reason}");
                break;
        }
    }

    private GenerationPlan Restored(MembershipDecision.Restore restore, Checkpointer.CheckpointFound from)
    {
        _meter.NumSkipped = from.NumSkippedSteps;
        var generation = Generation.Of(_run, _lastGeneration + 1, from.Step, restore.Members);
        return from.Folder is { } folder
            ? GenerationPlan.FromCheckpoint(generation, folder, Holds(from.Step))
            : GenerationPlan.FromSeed(generation, Holds(0));
    }

    private void Launch(GenerationPlan next, string reason)
    {
        Timers.Cancel(GraceTimer);
        _graceIsOver = false;
        _found = null; // a later restore looks again
        _plan = next;
        _lastGeneration = next.Generation.Number;
        BeginStep(next.Generation.FirstStep, skippedInARow: 0);
        Report(new RunEvent.GenerationStarted(
            _spec.Name, _lastGeneration, _nextStep, [.. next.Generation.Members.Select(member => member.Value)], reason));
        if (!next.Hold)
            SetState(RunState.Training, reason);
        _meter.Restart();
        foreach (var member in next.Generation.Members)
            _roster[member].Tell(new Trainer.StartGeneration(next));
    }

    /// <summary>Whether nobody may begin this step before something else has happened.</summary>
    private bool Holds(long step) => _pauseWished || _stopReason is not null || step >= _spec.Training.NumSteps;

    private void OnEntered(GenerationEntered entered)
    {
        if (!IsCurrent(entered.Stamp))
            return;
        _roster.SetNextStep(entered.Trainer, _nextStep);
        if (_plan!.Heal.Contains(entered.Trainer))
            Report(new RunEvent.TrainerHealed(_spec.Name, entered.Trainer.Value, _plan.Source.Value, _nextStep));
        Settle(entered.Trainer, entered.Checksum, _plan.Hold);
    }
}
