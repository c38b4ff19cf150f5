using System.Collections.Immutable;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Runs;

/// <summary>
/// Which checkpoints are wanted and under way, and which evaluations of them wait: neither ever holds training back.
/// Trainers hold host copies for at most two checkpoints at a time, and for that of the last step.
/// </summary>
internal sealed class SnapshotLedger(CheckpointSpec checkpoints, EvaluationSpec evaluations, long numSteps)
{
    private const int MaxHeld = 2;

    private readonly Dictionary<long, Unfinished> _writing = [];
    private readonly Queue<Evaluation> _waiting = new();
    private readonly HashSet<long> _alsoEvaluated = [];
    private Evaluation? _evaluating;
    private bool _retried;
    private bool _isDemanded, _isEvaluationDemanded;

    /// <summary>A task on the checkpoint behind so many steps.</summary>
    public sealed record Evaluation(long Step, string Folder, EvaluationTaskSpec Task);

    /// <summary>Nothing is written, evaluated or waited for.</summary>
    public bool IsIdle => _writing.Count == 0 && _waiting.Count == 0 && _evaluating is null;

    /// <summary>Some checkpoint is under way.</summary>
    public bool IsWriting => _writing.Count > 0;

    /// <summary>The newest step that a checkpoint was written of.</summary>
    public long LastWritten { get; set; } = -1;

    /// <summary>Steps whose checkpoints are evaluated now or later.</summary>
    public ImmutableArray<long> InUse => [.. _waiting.Append(_evaluating).OfType<Evaluation>().Select(evaluation => evaluation.Step).Distinct()];

    /// <summary>The task to start now; null: one runs, or none waits.</summary>
    public Evaluation? NextEvaluation()
    {
        if (_evaluating is not null || !_waiting.TryDequeue(out var next))
            return null;
        _evaluating = next;
        _retried = false;
        return next;
    }

    /// <summary>Somebody wants a checkpoint behind the next step that there is room for, whatever the intervals say.</summary>
    /// <param name="evaluate">And its evaluation.</param>
    public void Demand(bool evaluate)
    {
        _isDemanded = true;
        _isEvaluationDemanded |= evaluate;
    }

    /// <summary>Whether a checkpoint behind so many steps is due; its stripes are expected from then on.</summary>
    /// <param name="isLast">The run ends here, completed or stopped: a checkpoint is due whatever the intervals say.</param>
    /// <param name="from">The trainers that are asked for a stripe each.</param>
    /// <param name="folder">Where they write.</param>
    /// <param name="overflow">True: one was due, but as many as may be under way are.</param>
    public bool Expect(long step, bool isLast, IReadOnlyCollection<TrainerId> from, string folder, out bool overflow)
    {
        var evaluate = IsEvaluated(step);
        var isDemanded = _isDemanded && _writing.Count < MaxHeld;
        var isDue = LastWritten != step && (isLast || evaluate || isDemanded || IsMultiple(step, checkpoints.EverySteps));
        overflow = false;
        if (_writing.ContainsKey(step) || !isDue)
            return false;
        overflow = !isLast && _writing.Count >= MaxHeld;
        if (overflow)
            return false;
        _writing[step] = new Unfinished(folder, [.. from], [.. from], []);
        if (_isEvaluationDemanded)
            _alsoEvaluated.Add(step);
        (_isDemanded, _isEvaluationDemanded) = (false, false);
        return true;
    }

    /// <summary>A trainer holds the copy that it has to write.</summary>
    public void Take(long step, TrainerId trainer)
    {
        if (_writing.TryGetValue(step, out var unfinished))
            _writing[step] = unfinished with { Untaken = unfinished.Untaken.Remove(trainer) };
    }

    /// <summary>The checkpoints that lack a stripe of a lost trainer, and their unfinished folders; they are not expected from then on.</summary>
    /// <param name="withWriter">Its node is lost too: what it has taken and not written is gone.</param>
    public ImmutableArray<(long Step, string Folder)> Forget(TrainerId lost, bool withWriter)
    {
        ImmutableArray<(long Step, string Folder)> missing =
        [
            .. _writing
                .Where(entry => (withWriter ? entry.Value.Missing : entry.Value.Untaken).Contains(lost))
                .Select(entry => (entry.Key, entry.Value.Folder)),
        ];
        foreach (var (step, _) in missing)
            _writing.Remove(step);
        return missing;
    }

    /// <summary>A trainer has written its stripe.</summary>
    /// <returns>Folder and files of all stripes once they are there; null: some are missing, or the checkpoint was given up.</returns>
    public (string Folder, ImmutableArray<CheckpointFile> Files)? Arrive(long step, TrainerId from, StripeOrder order, ImmutableArray<CheckpointFile> files)
    {
        if (!_writing.TryGetValue(step, out var unfinished) || unfinished.Folder != order.Folder || !unfinished.Missing.Contains(from))
            return null;
        var next = unfinished with { Untaken = unfinished.Untaken.Remove(from), Missing = unfinished.Missing.Remove(from), Files = unfinished.Files.AddRange(files) };
        _writing[step] = next;
        return next.Missing.IsEmpty ? (next.Folder, next.Files) : null;
    }

    /// <summary>An attempt at a checkpoint failed; false: it was given up before, and perhaps another one is under way.</summary>
    public bool Fail(long step, string folder) =>
        _writing.TryGetValue(step, out var unfinished) && unfinished.Folder == folder && _writing.Remove(step);

    /// <summary>A checkpoint is finished; its evaluations wait their turn.</summary>
    public void Finish(long step, string folder)
    {
        _writing.Remove(step);
        LastWritten = Math.Max(LastWritten, step);
        if (!_alsoEvaluated.Remove(step) && !IsEvaluated(step))
            return;
        foreach (var task in evaluations.Tasks)
            _waiting.Enqueue(new Evaluation(step, folder, task));
    }

    /// <summary>The evaluation at hand ended.</summary>
    public void EndEvaluation() => _evaluating = null;

    /// <summary>The evaluation at hand failed; returns it where it deserves another try.</summary>
    public Evaluation? Retry()
    {
        if (_retried)
            return null;
        _retried = true;
        return _evaluating;
    }

    /// <summary>Whether this answer belongs to the evaluation at hand.</summary>
    public bool IsAwaited(long step, string task) => _evaluating is { } current && current.Step == step && current.Task.Name == task;

    private bool IsEvaluated(long step) => !evaluations.Tasks.IsEmpty && (step == numSteps || IsMultiple(step, evaluations.EverySteps));

    private static bool IsMultiple(long step, int every) => every > 0 && step % every == 0;

    /// <param name="Untaken">Trainers that do not hold their copy yet.</param>
    /// <param name="Missing">Trainers whose stripe is not written yet.</param>
    private sealed record Unfinished(
        string Folder, ImmutableHashSet<TrainerId> Untaken, ImmutableHashSet<TrainerId> Missing, ImmutableArray<CheckpointFile> Files);
}
