using AkkaClip.Core.Batches;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Core.Ledger;

/// <summary>What every step of a run is to compute, and what a batch is found to hold, in digests that can be compared.</summary>
/// <remarks>
/// What counts at a position is the sample that the order puts there. One that cannot be decoded is replaced by a rule
/// that depends on the position alone; the replacement counts as the sample it stands in for, so that the expectation is
/// pure and needs no look at the data. Anything else that a batch holds counts as what it is, and shows.
/// </remarks>
public sealed class SampleLedger
{
    /// <summary>Replacements tried for one position; as many as a loader tries.</summary>
    private const int MaxAttempts = 100;

    private readonly SampleOrder _order;
    private readonly BatchPlan _plan;

    public SampleLedger(SampleSpec stream)
    {
        Stream = stream;
        _order = new SampleOrder(stream.NumSamples, stream.Seed, stream.BlockSamples, stream.WindowBlocks);
        _plan = new BatchPlan(stream.GlobalBatch);
    }

    public SampleSpec Stream { get; }

    /// <summary>The digest of a step's whole batch.</summary>
    public SampleDigest Expected(long step)
    {
        var range = _plan.Step(step);
        var digest = default(SampleDigest);
        for (var position = range.Start; position < range.End; position++)
            digest += SampleDigest.Of(Stream.Seed, position, _order.At(position));
        return digest;
    }

    /// <summary>The digest of what a slice of a step's batch holds.</summary>
    public SampleDigest Of(Batch batch)
    {
        var digest = default(SampleDigest);
        for (var row = 0; row < batch.Count; row++)
        {
            var position = batch.FirstPosition + row;
            var own = _order.At(position);
            var found = batch.SampleIds[row];
            digest += SampleDigest.Of(Stream.Seed, position, found == own.Index || IsReplacement(position, found) ? own : own with { Index = found });
        }

        return digest;
    }

    /// <summary>What is wrong with a step's samples, in words; null: nothing.</summary>
    public string? Judge(LedgerEntry entry)
    {
        var expected = Expected(entry.Step);
        if (entry.Samples == expected)
            return null;
        return entry.Samples.Count == expected.Count
            ? $"step {entry.Step} of generation {entry.Generation} has {expected.Count} samples, but not those that belong to it, or augmented otherwise"
            : $"step {entry.Step} of generation {entry.Generation} has {entry.Samples.Count} samples instead of {expected.Count}";
    }

    private bool IsReplacement(long position, long index)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (_order.Replacement(position, attempt).Index == index)
                return true;
        }

        return false;
    }
}
