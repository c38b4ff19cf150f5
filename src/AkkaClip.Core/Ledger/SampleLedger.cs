using System.Collections.Immutable;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Core.Ledger;

/// <summary>What every step of a run is to have computed, a pure function of seed, data set and batch, and the comparison of what was.</summary>
/// <param name="order">The run's sample order.</param>
/// <param name="plan">Its batches; ranks and shards do not matter.</param>
/// <param name="seed">The run's.</param>
/// <param name="isUsable">Whether a sample of the data set can be decoded; those that cannot are replaced by the order's rule.</param>
public sealed class SampleLedger(SampleOrder order, BatchPlan plan, long seed, Func<long, bool> isUsable)
{
    /// <summary>Replacements tried for one position; as many as a loader tries.</summary>
    private const int MaxAttempts = 100;

    /// <summary>The digest of a step's whole batch.</summary>
    /// <exception cref="InvalidOperationException">No replacement of a sample is usable.</exception>
    public SampleDigest Expected(long step)
    {
        var range = plan.Step(step);
        var digest = default(SampleDigest);
        for (var position = range.Start; position < range.End; position++)
            digest += SampleDigest.Of(seed, position, Usable(position));
        return digest;
    }

    /// <summary>What is wrong with the record of a run, in words; nothing: every step was computed once, from its own samples.</summary>
    /// <param name="entries">One for each committed step, in the order of the commits.</param>
    /// <param name="numSteps">Steps that the run has behind it.</param>
    /// <remarks>
    /// A run that went back to a checkpoint commits some steps again: only the last commit of a step is in its weights, and
    /// the steps behind an earlier one are not. So an entry takes back all that are not below it.
    /// </remarks>
    public ImmutableArray<string> Verify(IEnumerable<LedgerEntry> entries, long numSteps)
    {
        var last = new SortedDictionary<long, LedgerEntry>();
        foreach (var entry in entries)
        {
            for (var later = entry.Step; last.Remove(later); later++)
            {
            }

            last[entry.Step] = entry;
        }

        var problems = ImmutableArray.CreateBuilder<string>();
        for (var step = 0L; step < numSteps; step++)
        {
            if (!last.TryGetValue(step, out var entry))
                problems.Add($"step {step} was never committed");
            else if (Expected(step) is var expected && entry.Samples != expected)
                problems.Add(Describe(entry, expected));
        }

        foreach (var step in last.Keys.Where(step => step < 0 || step >= numSteps))
            problems.Add($"step {step} was committed, and the run has {numSteps}");
        return problems.ToImmutable();
    }

    private static string Describe(LedgerEntry entry, SampleDigest expected) => entry.Samples.Count == expected.Count
        ? $"step {entry.Step} of generation {entry.Generation} has {expected.Count} samples, but not those that belong to it, or augmented otherwise"
        : $"step {entry.Step} of generation {entry.Generation} has {entry.Samples.Count} samples instead of {expected.Count}";

    private SamplePosition Usable(long position)
    {
        var sample = order.At(position);
        for (var attempt = 1; !isUsable(sample.Index); attempt++)
        {
            if (attempt > MaxAttempts)
                throw new InvalidOperationException($"position {position}: {MaxAttempts} replacements in a row are unusable");
            sample = order.Replacement(position, attempt);
        }

        return sample;
    }
}
