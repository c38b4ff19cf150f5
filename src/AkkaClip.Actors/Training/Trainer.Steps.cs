using Akka.Actor;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Runs;
using AkkaClip.Core.Membership;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Training;

/// <summary>One step after the other: its batch, its gradient, its commit.</summary>
internal sealed partial class Trainer
{
    private void BeginStep(bool hold)
    {
        _phase = hold ? Phase.Held : Phase.Fetching;
        _waitingSince = _resources.Time.GetTimestamp();
        ComputeIfPossible();
    }

    private void ComputeIfPossible()
    {
        if (_phase != Phase.Fetching || !_feed.TryTake(out var batch))
            return;
        _phase = Phase.Computing;
        var stamp = Current;
        var context = StepContext.Of(_step, _options.Batches, _plan!.Generation.WorldSize);
        var wait = _resources.Time.GetElapsedTime(_waitingSince);
        var ledger = _samples!;
        _thread.Post(stamp.Generation, driver =>
        {
            var (outcome, samples) = driver.Compute(batch, context, _port.Get(stamp.Generation), ledger);
            return new Computed(stamp, outcome, samples, wait);
        });
    }

    private void Commit(CommitStep command)
    {
        if (_plan is null || _phase != Phase.Reduced || StaleRule.Judge(command.Stamp, Current) != Staleness.Current)
            return;
        _thread.Post(command.Stamp.Generation, driver =>
        {
            driver.Conclude(command.LearningRate);
            return new Concluded(command.Stamp, command.ReportChecksum ? driver.Checksum() : null);
        });
        _step++;
        _ledger.Commit();
        _ledger.Forget(command.NumRecorded);
        (_nextStep, _appliedIn) = (_step, command.Stamp.Generation);
        if (command.Checkpoint is { } order)
            Capture(order);
        BeginStep(command.Hold);
    }

    private void Capture(StripeOrder order)
    {
        var behind = _step;
        _thread.Post(Current.Generation, driver =>
        {
            _resources.Shelf.Put(behind, driver.Capture(order));
            return new SnapshotTaken(behind, order);
        });
    }

    private void WhileHeld(StepStamp stamp, Action act)
    {
        if (_phase == Phase.Held && StaleRule.Judge(stamp, Current) == Staleness.Current)
            act();
    }

    private void AskForBatch(long forStep)
    {
        if (_feed.Ask(_plan!.Generation, forStep, Self) is { } slice)
            Timers.StartSingleTimer(LoaderTimer, new LoaderSilent(slice), _options.LoaderTimeout);
    }

    private void TakeBatch(DataLoader.SliceServed served)
    {
        if (!_feed.Accept(served))
            return;
        Timers.Cancel(LoaderTimer);
        ComputeIfPossible();
    }

    private void AskLoaderAgain(string reason)
    {
        ReportLoader(reason);
        _feed.AskAgain(Self);
    }

    private void ReportLoader(string reason) => _coordinator.Tell(new RunCoordinator.LoaderFailed(_options.Run, _options.Id, reason));

    private void ReplaceLoader(LoaderSilent silent)
    {
        if (!_feed.Waits(silent.Slice))
            return;
        _feed.Replace(Context);
        AskLoaderAgain($"it was silent for {_options.LoaderTimeout.TotalSeconds:0} s");
        Timers.StartSingleTimer(LoaderTimer, silent, _options.LoaderTimeout);
    }
}
