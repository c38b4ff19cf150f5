using System.Globalization;
using Akka.Actor;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Runs;

/// <summary>The roll call behind a failed step: who says what it holds makes up the next generation.</summary>
internal sealed partial class RunCoordinator
{
    /// <summary>Trainers that have not said yet what they hold; null: nobody was asked.</summary>
    private HashSet<TrainerId>? _roll;
    private string _rollReason = "";

    /// <summary>Members of the last generation that said why it failed: they live.</summary>
    private readonly HashSet<TrainerId> _spoke = [];

    /// <summary>Members of the last generation whose links to others broke without a word.</summary>
    private readonly HashSet<TrainerId> _severed = [];

    /// <summary>Ends the generation at hand, and asks all trainers what they hold: who does not say is left out.</summary>
    private void CallRoll(string reason)
    {
        LeaveGeneration();
        _rollReason = reason;
        _roll = [];
        foreach (var (trainer, actor) in _roster.Present)
        {
            _roll.Add(trainer);
            actor.Tell(new Trainer.Follow(_run, _term));
        }

        Timers.StartSingleTimer(RollTimer, new RollOver(), _options.RollCall);
        HurryRoll();
    }

    private void Answered(TrainerId trainer)
    {
        if (_roll!.Remove(trainer))
            HurryRoll();
    }

    /// <summary>Ends the roll call when all have answered, and soon when only those have not who seem to have been killed.</summary>
    private void HurryRoll()
    {
        if (_roll!.Count == 0)
            EndRoll();
        else if (_roll.All(trainer => _severed.Contains(trainer) && !_spoke.Contains(trainer)))
            Timers.StartSingleTimer(RollTimer, new RollOver(), _options.RollCall / 10); // a link may break between two who live
    }

    /// <summary>Who reports lives; whose link broke, and who does not report, is not worth waiting for.</summary>
    private void NoteLinks(StepFailed report)
    {
        if (report.Stamp.Run != _run || report.Stamp.Generation != _lastGeneration)
            return;
        _spoke.Add(report.Trainer);
        if (report.Severed is { } severed)
            _severed.Add(severed);
        if (_roll is not null)
            HurryRoll();
    }

    private void EndRoll()
    {
        if (_roll is null)
            return;
        Timers.Cancel(RollTimer);
        var silent = _roll;
        _roll = null;
        foreach (var trainer in silent)
        {
            _roster.MarkMissing(trainer);
            _desk.Forget(trainer, withWriter: true);
            Report(new RunEvent.TrainerLost(_spec.Name, trainer.Value, string.Create(
                CultureInfo.InvariantCulture, $"it did not say within {_options.RollCall.TotalSeconds:0.###} s what it holds")));
        }

        Regroup(_rollReason);
    }
}
