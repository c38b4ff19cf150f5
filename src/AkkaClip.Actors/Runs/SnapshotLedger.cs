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

    private readonly Dictionary<long, Uses> held = [];
    private readonly Queue<(long Step, EvaluationTaskSpec Task)> waiting = new();
    private (long Step, EvaluationTaskSpec Task)? evaluating;
    private bool retried;

    /// <summary>Nothing is written, evaluated or waited for.</summary>
    public bool IsIdle => held.Count == 0;

    /// <summary>The newest step that a checkpoint was written of.</summary>
    public long LastWritten { get; set; } = -1;

    /// <summary>The task to start now; null: one runs, or none waits.</summary>
    public (long Step, EvaluationTaskSpec Task)? NextEvaluation()
    {
        if (evaluating is not null || !waiting.TryDequeue(out var next))
            return null;
        evaluating = next;
        retried = false;
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
        if (held.ContainsKey(step) || (!write && !evaluate))
            return false;
        overflow = !isLast && held.Count >= MaxHeld;
        if (!overflow)
            held[step] = new Uses(from, write, evaluate ? evaluations.Tasks.Length : 0);
        return !overflow;
    }

    /// <summary>The copies that a lost trainer was asked for and cannot take any more; they are not expected from then on.</summary>
    public ImmutableArray<long> Forget(TrainerId lost)
    {
        ImmutableArray<long> missing = [.. held.Where(entry => entry.Value is { Arrived: false } uses && uses.From == lost).Select(entry => entry.Key)];
        foreach (var step in missing)
            held.Remove(step);
        return missing;
    }

    /// <summary>A copy lies on the shelf.</summary>
    /// <returns>Whether it is to be written; its evaluations wait their turn.</returns>
    public bool Arrive(long step)
    {
        if (!held.TryGetValue(step, out var uses) || uses.Arrived)
            return false;
        held[step] = uses with { Arrived = true };
        if (uses.NumEvaluations > 0)
        {
            foreach (var task in evaluations.Tasks)
                waiting.Enqueue((step, task));
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
        evaluating = null;
        return Release(step, uses => uses with { NumEvaluations = uses.NumEvaluations - 1 });
    }

    /// <summary>The evaluation at hand failed; returns the task where it deserves another try.</summary>
    public EvaluationTaskSpec? Retry()
    {
        if (retried || evaluating is not { } current)
            return null;
        retried = true;
        return current.Task;
    }

    private bool Release(long step, Func<Uses, Uses> change)
    {
        if (!held.TryGetValue(step, out var uses))
            return false;
        held[step] = change(uses);
        return !held[step].Write && held[step].NumEvaluations == 0 && held.Remove(step);
    }

    private static bool IsMultiple(long step, int every) => every > 0 && step % every == 0;

    private sealed record Uses(TrainerId From, bool Write, int NumEvaluations, bool Arrived = false);
}
