using System.Collections.Immutable;
using AkkaClip.Core.Ledger;

namespace AkkaClip.Actors.Training;

/// <summary>
/// What a trainer remembers of the samples behind its state: a coordinator that takes over learns from it what the one
/// before it may not have recorded.
/// </summary>
internal sealed class LedgerTail
{
    /// <summary>Steps that a disk may be away for; as many entries are 30 KB of a message.</summary>
    private const int MaxEntries = 256;

    private readonly Queue<LedgerEntry> _committed = new();
    private LedgerEntry? _held;

    /// <summary>A step was reduced; nothing of it is applied.</summary>
    public void Hold(LedgerEntry reduced) => _held = reduced;

    /// <summary>The step that was held is part of the state.</summary>
    public void Commit()
    {
        if (_held is null)
            return;
        if (_committed.Count == MaxEntries)
            _committed.Dequeue();
        _committed.Enqueue(_held);
        _held = null;
    }

    /// <param name="numRecorded">Every step below is on disk.</param>
    public void Forget(long numRecorded)
    {
        while (_committed.TryPeek(out var oldest) && oldest.Step < numRecorded)
            _committed.Dequeue();
    }

    /// <summary>The state is given up.</summary>
    public void Clear()
    {
        _committed.Clear();
        _held = null;
    }

    /// <summary>In the order of the steps.</summary>
    /// <param name="withHeld">The step that is held belongs to what this trainer says it can commit.</param>
    public ImmutableArray<LedgerEntry> Entries(bool withHeld) => withHeld && _held is not null ? [.. _committed, _held] : [.. _committed];
}
