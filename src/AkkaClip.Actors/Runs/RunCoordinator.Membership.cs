using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Runs;

/// <summary>Who takes part: trainers that come, fail and go, and the generations that follow from it.</summary>
internal sealed partial class RunCoordinator
{
    /// <summary>Trainers that the registry wants back.</summary>
    private readonly SortedDictionary<TrainerId, string> _retiring = [];

    /// <summary>What was given back last, and why.</summary>
    private string _lastRelease = "";

    /// <summary>What the registry has given to the run; default: it has not said yet.</summary>
    private ImmutableArray<TrainerId> _assigned;
    private string? _shortage;
    private bool _hasLaunched;
    private bool _findsWhenWritten;
    private string _lastLoss = "";

    /// <summary>
    /// Some trainer is about to come, and it is worth waiting for it. A coordinator that takes over waits for all whose nodes
    /// live: one that it went on without might be the only one to have a committed step.
    /// </summary>
    private bool TrainersAreComing => !_graceIsOver
        && (_roster.SomeRestart || (!_hasLaunched && (_assigned.IsDefault || _assigned.Any(trainer => !_roster.Knows(trainer)))));

    private void OnFound(CheckpointArchive.CheckpointFound answer)
    {
        _desk.Note(answer);
        if (!answer.SameConfiguration)
            Report(new RunEvent.ConfigurationChanged(_spec.Name, answer.Folder!, "this run would not have produced its numbers: seed, model, data or optimizer differ"));
        _found = answer;
        if (_state == RunState.Starting)
            _nextStep = answer.Step;
        RegroupUnlessUnderWay(answer.Folder is null ? "the run begins" : $"the run goes on behind {answer.Folder}");
    }

    private void OnAssigned(TrainersAssigned assigned)
    {
        _assigned = assigned.Trainers;
        _shortage = assigned.Shortage;
        if (!assigned.MayGrow && _assigned.Length < Math.Max(1, _options.Membership.Minimum))
            End(RunState.Failed, $"{_lastLoss}; {_assigned.Length} trainers are left, {_options.Membership.Minimum} are needed");
        else
            RegroupUnlessUnderWay($"{_assigned.Length} trainers are assigned");
    }

    private void OnRetire(RetireTrainer command)
    {
        _retiring[command.Trainer] = command.Reason;
        if (_state == RunState.Starting)
            return; // it may be the only one to know what an earlier coordinator has committed
        if (_current?.Generation.RankOf(command.Trainer) is null)
            ReleaseRetired();
        else if (_state == RunState.Paused && AllRetire)
            SaveHeldState();
        else if (_state == RunState.Paused)
            CallRoll($"{command.Trainer} is needed elsewhere");
        else
            _current = _current with { ChangeRequested = true };
    }

    private void OnReady(TrainerReady ready)
    {
        if (ready.Run != _run)
        {
            Unhandled(ready);
            return;
        }

        if (ready.Term != _term || (_retiring.ContainsKey(ready.Trainer) && _state != RunState.Starting))
            return;
        if (_roster.IsOther(ready.Trainer, Sender))
            Lose(ready.Trainer, "it was started anew", withNode: true);
        else if (_roll is null && _current?.Generation.RankOf(ready.Trainer) is not null && _roster.IsHere(ready.Trainer))
            return; // the answer to a question that its announcement had answered before
        Context.Watch(Sender);
        _roster.Announce(Believed(ready.Standing), Sender, ready.Endpoint, ready.Ledger);
        _lastGeneration = Math.Max(_lastGeneration, ready.Generation);
        if (_roll is not null)
            Answered(ready.Trainer);
        else if (_current is null)
            Regroup($"{ready.Trainer} is there");
        else if (!ready.IsPrepared)
            return; // those that train would wait for it
        else if (_state == RunState.Paused)
            CallRoll($"{ready.Trainer} joins");
        else
            _current = _current with { ChangeRequested = true };
    }

    /// <summary>Whoever leads a generation knows that nobody has applied the step at hand: its sums are nothing to keep.</summary>
    private TrainerStanding Believed(TrainerStanding standing) =>
        _hasLaunched && standing.ReducedStep >= _nextStep ? standing with { ReducedStep = null, ReducedIn = 0 } : standing;

    private void OnFailed(TrainerFailed failed)
    {
        Sender.Tell(new Trainer.Follow(_run, _term)); // its next incarnation does not know yet who leads
        _roster.MarkRestarting(failed.Trainer);
        Lose(failed.Trainer, failed.Reason, withNode: false);
    }

    private void OnTerminated(Terminated ended)
    {
        if (_roster.Find(ended.ActorRef) is not { } trainer)
            return;
        var wasMissing = _roster.IsMissing(trainer);
        _roster.Remove(trainer);
        if (wasMissing)
            return; // that it does not answer was told before
        Lose(trainer, ended.AddressTerminated ? "its node is gone" : "it failed too often and was given up", ended.AddressTerminated);
    }

    /// <param name="withNode">What it has left to be written is lost too.</param>
    private void Lose(TrainerId trainer, string reason, bool withNode)
    {
        _lastLoss = $"{trainer} is lost: {reason}";
        Report(new RunEvent.TrainerLost(_spec.Name, trainer.Value, reason));
        var isMissed = _desk.Forget(trainer, withNode) || _state != RunState.Finishing; // a run that has all copies needs no trainers
        if (!isMissed)
            return;
        if (_roll is not null)
        {
            Answered(trainer);
        }
        else if (_current is null)
        {
            Regroup(_lastLoss);
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
        RegroupUnlessUnderWay(string.Create(
            CultureInfo.InvariantCulture, $"not all trainers came within {_options.RestartGrace.TotalSeconds:0.#} s"));
    }

    private void RegroupUnlessUnderWay(string reason)
    {
        if (_current is null && _roll is null)
            Regroup(reason);
    }

    private void LeaveGeneration()
    {
        _current = null;
        _reduced.Clear();
        _settled.Clear();
    }

    /// <summary>Ends the generation at hand, and starts the next as soon as those are there that are worth waiting for.</summary>
    private void Regroup(string reason)
    {
        LeaveGeneration();
        if (_term == 0 || (_found is null && _state == RunState.Starting))
            return; // registry or archive have not answered yet
        if (_state != RunState.Starting)
            ReleaseRetired();
        if (_retiring.Count > 0 && _state != RunState.Starting)
        {
            SetState(RunState.Waiting, $"all its trainers are to be given back ({_retiring.Values.First()}); a checkpoint is written first");
            return;
        }

        if (TrainersAreComing)
        {
            if (!Timers.IsTimerActive(GraceTimer))
                Timers.StartSingleTimer(GraceTimer, new GraceOver(), _options.RestartGrace);
            return;
        }

        var membership = new MembershipState { Run = _run, LastGeneration = LastNumber, NextStep = _nextStep, SavedStep = _desk.LastStep, Living = _roster.Living };
        switch (MembershipRule.Decide(membership, _options.Membership))
        {
            case MembershipDecision.Wait wait:
                SetState(RunState.Waiting, _shortage ?? (_lastRelease.Length > 0 ? $"{wait.Reason}; {_lastRelease}" : wait.Reason));
                ReleaseRetired();
                break;
            case MembershipDecision.Restore when _found is null:
                _findsWhenWritten = true;
                FindIfWritten();
                break;
            case MembershipDecision.Restore restore:
                Launch(Restored(restore, _found!), $"{reason}; {restore.Reason}");
                break;
            case MembershipDecision.Start { Initialize: true } start:
                Launch(GenerationPlan.FromSeed(start.Next, Holds(start.Next.FirstStep)), $"{reason}; {start.Reason}");
                break;
            case MembershipDecision.Start start when !_hasLaunched && TakeOver(start) is { } strange:
                End(RunState.Failed, strange);
                break;
            case MembershipDecision.Start start:
                Launch(GenerationPlan.FromLiving(start, _schedule, Holds(start.Next.FirstStep)), $"{reason}; {start.Reason}");
                break;
        }
    }

    /// <summary>A checkpoint that is under way is newer than what could be found now.</summary>
    private void FindIfWritten()
    {
        if (!_findsWhenWritten || _desk.IsWriting)
            return;
        _findsWhenWritten = false;
        _desk.FindCheckpoint(Self);
    }

    private GenerationPlan Restored(MembershipDecision.Restore restore, CheckpointArchive.CheckpointFound from)
    {
        _meter.NumSkipped = from.NumSkippedSteps;
        var generation = Generation.Of(_run, LastNumber + 1, from.Step, restore.Members);
        return from.Folder is { } folder
            ? GenerationPlan.FromCheckpoint(generation, folder, Holds(from.Step))
            : GenerationPlan.FromSeed(generation, Holds(0));
    }

    private void Launch(GenerationPlan next, string reason)
    {
        Timers.Cancel(GraceTimer);
        _graceIsOver = false;
        _hasLaunched = true;
        _found = null; // a later restore looks again
        _plan = next;
        _lastGeneration = next.Generation.Number;
        _spoke.Clear();
        _severed.Clear();
        _ledger.Tell(new LedgerLine.Began(_lastGeneration, next.Generation.FirstStep));
        BeginStep(next.Generation.FirstStep, skippedInARow: 0);
        if (_retiring.Count > 0)
            _current = _current! with { ChangeRequested = true };
        Report(new RunEvent.GenerationStarted(
            _spec.Name, _lastGeneration, _nextStep, [.. next.Generation.Members.Select(member => member.Value)], reason));
        if (!next.Hold)
            SetState(RunState.Training, reason);
        _meter.Restart();
        ImmutableArray<string> endpoints = [.. next.Generation.Members.Select(_roster.EndpointOf)];
        foreach (var member in next.Generation.Members)
            _roster[member].Tell(new Trainer.StartGeneration(next, endpoints, _samples.Stream));
    }

    /// <summary>Nobody who lives is to stay.</summary>
    private bool AllRetire => _roster.Living is { IsEmpty: false } living && living.All(trainer => _retiring.ContainsKey(trainer.Id));

    /// <summary>The members of a held generation write what they hold.</summary>
    private void SaveHeldState()
    {
        var stamp = _current!.Generation.Stamp(_nextStep);
        foreach (var (member, order) in _desk.Expect(_nextStep, isLast: true, _current.Generation.Members, _lastGeneration))
            _roster[member].Tell(new Trainer.TakeSnapshot(stamp, order));
        if (!_desk.IsWriting)
            Regroup("the state is saved");
    }

    /// <summary>No generation needs them any more.</summary>
    private void ReleaseRetired()
    {
        if (AllRetire && _desk.IsWriting)
            return; // what they hold, nobody else does
        foreach (var (trainer, reason) in _retiring.ToList())
        {
            _retiring.Remove(trainer);
            _desk.Forget(trainer, withWriter: true);
            if (_roster.Knows(trainer))
            {
                _lastRelease = $"{trainer} was given back, because {reason}";
                Report(new RunEvent.TrainerReleased(_spec.Name, trainer.Value, reason));
                Context.Unwatch(_roster[trainer]);
            }

            _roster.Remove(trainer);
            Context.Parent.Tell(new RunRegistry.TrainersRetired(_run, trainer));
        }
    }

    /// <summary>The last number that is taken: every term counts from a start of its own, so that no number is given twice.</summary>
    private int LastNumber => (int)Math.Max(_lastGeneration, (_term - 1) * GenerationsOfTerm);

    /// <summary>Whether nobody may begin this step before something else has happened.</summary>
    private bool Holds(long step) => _pauseWished || _stopReason is not null || step >= _spec.Training.NumSteps;

    private void OnEntered(GenerationEntered entered)
    {
        if (!IsCurrent(entered.Stamp))
            return;
        _roster.SetNextStep(entered.Trainer, _nextStep, _plan!.AppliedIn);
        if (_plan!.Heal.Contains(entered.Trainer))
            Report(new RunEvent.TrainerHealed(_spec.Name, entered.Trainer.Value, _plan.Source.Value, _nextStep));
        Settle(entered.Trainer, entered.Checksum, _plan.Hold);
    }
}
