using Akka.Actor;
using AkkaClip.Actors.Runs;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Training;

/// <summary>How it comes to be a member of a generation, and to hold the state that this begins with.</summary>
internal sealed partial class Trainer
{
    private void Start(StartGeneration command)
    {
        if (_plan is not null && command.Plan.Generation.Number <= _plan.Generation.Number)
            return;
        var decision = EntryRule.Decide(Standing, command.Plan.TermsFor(_options.Id));
        if (decision is EntryDecision.Refuse refused)
        {
            _coordinator.Tell(new RunCoordinator.StepFailed(command.Plan.Generation.Stamp(command.Plan.Generation.FirstStep), _options.Id, refused.Reason, null));
            return;
        }

        (_plan, _endpoints) = (command.Plan, command.Endpoints);
        if (_samples?.Stream != command.Samples)
            _samples = new SampleLedger(command.Samples);
        _step = _plan.Generation.FirstStep;
        _phase = Phase.Linking;
        if (decision is EntryDecision.StartOver)
            GiveUp();
        else if (decision is EntryDecision.CommitFirst)
            CatchUp(_plan);
        _synchronizer.Tell(new Synchronizer.OpenLinks(_plan.Generation, command.Endpoints));
        AskForBatch(_step);
    }

    /// <summary>What it holds is of no use from here on, whether the new state comes or not.</summary>
    private void GiveUp()
    {
        _nextStep = null;
        _ledger.Clear();
    }

    /// <summary>Applies what is held, before anything else can fail: from here on it is part of what this trainer says it has.</summary>
    private void CatchUp(GenerationPlan plan)
    {
        _thread.Post(plan.Generation.Number, driver =>
        {
            driver.CatchUp(plan.CommitLearningRate);
            return new CaughtUp();
        });
        _ledger.Commit();
        (_nextStep, _appliedIn) = (plan.Generation.FirstStep, plan.AppliedIn);
    }

    private void Enter(Synchronizer.LinksOpened opened)
    {
        if (_phase != Phase.Linking || opened.Generation != _plan!.Generation.Number)
            return;
        _phase = Phase.Entering;
        var (plan, endpoints, stamp) = (_plan, _endpoints, Current);
        _thread.Post(stamp.Generation, driver =>
            driver.Enter(plan, endpoints, _port.Get(stamp.Generation)) is { } checksum ? new Entered(stamp, checksum) : new StateTaken(stamp));
    }

    /// <summary>
    /// Gives up what it holds for what others gave: from here on it says that it has this. Not before, because a generation
    /// that has come meanwhile counts on what it said then.
    /// </summary>
    private void Adopt()
    {
        var stamp = Current;
        _thread.Post(stamp.Generation, driver => new Entered(stamp, driver.Adopt()));
        _ledger.Clear();
        _numFailedTakes = 0;
        (_nextStep, _appliedIn) = (_step, _plan!.AppliedIn);
    }
}
