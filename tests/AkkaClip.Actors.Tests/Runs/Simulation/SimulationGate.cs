using Akka.Actor;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Tests.Runs.Simulation;

/// <summary>Holds all trainers before a step, so that everything is still while it is measured.</summary>
/// <param name="numTrainers">How many will come.</param>
internal sealed class SimulationGate(int numTrainers)
{
    private readonly Lock _gate = new();
    private readonly List<(StepStamp Stamp, IActorRef Trainer)> _held = [];
    private TaskCompletionSource _allHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _heldStep;
    private long _numCommits;

    /// <summary>The trainer may reduce this step.</summary>
    public sealed record Pass(StepStamp Stamp);

    /// <summary>Commits that all trainers got together.</summary>
    public long NumCommits => Interlocked.Read(ref _numCommits);

    public void CountCommit() => Interlocked.Increment(ref _numCommits);

    /// <summary>Whether a trainer has to wait, until it is told <see cref="Pass"/>.</summary>
    public bool Holds(StepStamp stamp, IActorRef trainer)
    {
        lock (_gate)
        {
            if (stamp.Step != _heldStep)
                return false;
            _held.Add((stamp, trainer));
            if (_held.Count == numTrainers)
                _allHeld.SetResult();
            return true;
        }
    }

    /// <summary>Completes when all wait before the step that was named last, at first step 0.</summary>
    public Task AllHeld
    {
        get
        {
            lock (_gate)
                return _allHeld.Task;
        }
    }

    /// <summary>Lets all go on, up to another step.</summary>
    public void LetGoUntil(long step)
    {
        List<(StepStamp Stamp, IActorRef Trainer)> held;
        lock (_gate)
        {
            held = [.. _held];
            _held.Clear();
            _heldStep = step;
            _allHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        foreach (var (stamp, trainer) in held)
            trainer.Tell(new Pass(stamp), ActorRefs.NoSender);
    }
}
