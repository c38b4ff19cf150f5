using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Runs;

/// <summary>Which samples each step was computed from: compared with those it is to have before it is committed, and recorded.</summary>
internal sealed partial class RunCoordinator
{
    /// <summary>What the step at hand is to have; computed while the trainers compute.</summary>
    private SampleDigest _expected;

    /// <summary>Every step below is recorded.</summary>
    private long _numRecorded;

    /// <summary>Why a step that was reduced must not be committed: its sum is made of other samples; null: it is as it should be.</summary>
    private string? FindStrange(ImmutableArray<StepReduced> survivors)
    {
        var strange = survivors.FirstOrDefault(survivor => survivor.Samples != _expected);
        return strange is null ? null : Explain(new LedgerEntry(strange.Stamp.Step, strange.Stamp.Generation, strange.Samples), strange.Trainer);
    }

    /// <summary>
    /// Records what the coordinator before this one may have decided and not recorded: whoever holds the state that the run
    /// goes on from remembers it. A step that is still to be applied is held to its samples like any other.
    /// </summary>
    /// <returns>Why the run cannot go on so; null: it can.</returns>
    private string? TakeOver(MembershipDecision.Start start)
    {
        foreach (var trainer in start.CommitFirst)
        {
            var held = _roster.LedgerOf(trainer).LastOrDefault(entry => entry.Step == start.Next.FirstStep - 1);
            if (held is not null && _samples.Judge(held) is not null)
                return Explain(held, trainer);
        }

        foreach (var entry in start.Sources.SelectMany(trainer => _roster.LedgerOf(trainer)).Where(entry => entry.Step < start.Next.FirstStep).DistinctBy(entry => entry.Step).OrderBy(entry => entry.Step))
            _ledger.Tell(new LedgerLine.Committed(entry));
        return null;
    }

    private string Explain(LedgerEntry entry, TrainerId trainer) => $"{_samples.Judge(entry)}, says {trainer}; nothing of it was applied";
}
