using System.Collections.Immutable;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Runs;

/// <summary>
/// Which copies of the state are wanted, under way, and still in use: checkpoints and evaluations are taken from the
/// same copy, never wait for each other, and never hold training back. At most two copies are held at a time, and that of the last step.
/// </summary>
internal sealed class SnapshotLedger(CheckpointSpec checkpoints, EvaluationSpec evaluations, long numSteps)
{
    private const int MaxHeld = 2;

    private readonly Dictionary<long, Uses> _held = [];
    private readonly Queue<(long Step, EvaluationTaskSpec Task)> _waiting = new();
    private (long Step, EvaluationTaskSpec Task)? _evaluating;
    private bool _retried;

    /// <summary>Nothing is written, evaluated or waited for.</summary>
    public bool IsIdle => _held.Count == 0;

    /// <summary>The newest step that a checkpoint was written of.</summary>
    public long LastWritten { get; set; } = -1;

    /// <summary>The task to start now; null: one runs, or none waits.</summary>
    public (long Step, EvaluationTaskSpec Task)? NextEvaluation()
    {
        if (_evaluating is not null || !_waiting.TryDequeue(out var next))
            return null;
        _evaluating = next;
        _retried = false;
        return next;
    }

    /// <summary>Whether a copy behind so many steps is due; it is expected from then on.</summary>
    /// <param name="isLast">The run ends here, completed or stopped: a checkpoint is due whatever the intervals say.</param>
    /// <param name="from">The trainer that is asked for it.</param>
    /// <param name="overflow">True: a copy was due, but as many as may be held are still in use.</param>
    public bool Expect(long step, bool isLast, TrainerId from, out bool overflow)
    {
        var write = LastWritten != step && (isLast || IsMultiple(step, checkpoints.EverySteps));
        var evaluate = !evaluations.Tasks.IsEmpty && (step == numSteps || IsMultiple(step, evaluations.EverySteps));
        overflow = false;
        if (_held.ContainsKey(step) || (!write && !evaluate))
            return false;
        overflow = !isLast && _held.Count >= MaxHeld;
        if (!overflow)
            _held[step] = new Uses(from, write, evaluate ? evaluations.Tasks.Length : 0);
        return !overflow;
    }

    /// <summary>The copies that a lost trainer was asked for and cannot take any more; they are not expected from then on.</summary>
    public ImmutableArray<long> Forget(TrainerId lost)
    {
        ImmutableArray<long> missing = [.. _held.Where(entry => entry.Value is { Arrived: false } uses && uses.From == lost).Select(entry => entry.Key)];
        foreach (var step in missing)
            _held.Remove(step);
        return missing;
    }

    /// <summary>A copy lies on the shelf.</summary>
    /// <returns>Whether it is to be written; its evaluations wait their turn.</returns>
    public bool Arrive(long step)
    {
        if (!_held.TryGetValue(step, out var uses) || uses.Arrived)
            return false;
        _held[step] = uses with { Arrived = true };
        if (uses.NumEvaluations > 0)
        {
            foreach (var task in evaluations.Tasks)
                _waiting.Enqueue((step, task));
        }

        return uses.Write;
    }

    /// <summary>The writing of a checkpoint ended; returns whether the copy can be dropped.</summary>
    public bool EndWriting(long step, bool succeeded)
    {
        if (succeeded)
            LastWritten = Math.Max(LastWritten, step);
        return Release(step, uses => uses with { Write = false });
    }

    /// <summary>The evaluation at hand ended; returns whether its copy can be dropped.</summary>
    public bool EndEvaluation(long step)
    {
        _evaluating = null;
        return Release(step, uses => uses with { NumEvaluations = uses.NumEvaluations - 1 });
    }

    /// <summary>The evaluation at hand failed; returns the task where it deserves another try.</summary>
    public EvaluationTaskSpec? Retry()
    {
        if (_retried || _evaluating is not { } current)
            return null;
        _retried = true;
        return current.Task;
    }

    private bool Release(long step, Func<Uses, Uses> change)
    {
        if (!_held.TryGetValue(step, out var uses))
            return false;
        _held[step] = change(uses);
        return !_held[step].Write && _held[step].NumEvaluations == 0 && _held.Remove(step);
    }

    private static bool IsMultiple(long step, int every) => every > 0 && step % every == 0;

    private sealed record Uses(TrainerId From, bool Write, int NumEvaluations, bool Arrived = false);
}
