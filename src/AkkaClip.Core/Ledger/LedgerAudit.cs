using System.Collections.Immutable;

namespace AkkaClip.Core.Ledger;

/// <summary>What a run's ledger proves, or disproves.</summary>
/// <param name="NumSteps">Steps that the run has behind it.</param>
/// <param name="NumRedone">Steps that were committed, given up with a lost state, and committed again: those of a run that went back to a checkpoint.</param>
/// <param name="StepsLost">Steps that no record says to be committed.</param>
/// <param name="StepsDoubled">Commits of steps that were committed already.</param>
/// <param name="SamplesLost">Samples that their steps lack, those of lost steps among them.</param>
/// <param name="SamplesDoubled">Samples that steps have too many.</param>
/// <param name="StepsExchanged">Steps with as many samples as they should have, but others.</param>
/// <param name="Problems">Each of them, in words, up to a hundred.</param>
public sealed record LedgerAudit(
    long NumSteps,
    long NumRedone,
    long StepsLost,
    long StepsDoubled,
    long SamplesLost,
    long SamplesDoubled,
    long StepsExchanged,
    ImmutableArray<string> Problems)
{
    private const int MaxProblems = 100;

    /// <summary>Every step was committed once, from its own samples.</summary>
    public bool IsClean => StepsLost + StepsDoubled + SamplesLost + SamplesDoubled + StepsExchanged == 0;

    /// <param name="lines">In the order of their recording.</param>
    /// <param name="savedSteps">Steps behind the run's newest checkpoint: at least these it has behind it.</param>
    /// <remarks>A record that is there twice, of one generation and with one content, is one commit: a coordinator that took over repeats what it cannot know to be recorded.</remarks>
    public static LedgerAudit Of(IEnumerable<LedgerLine> lines, long savedSteps)
    {
        var walk = new Walk();
        foreach (var line in lines)
            walk.Take(line);
        return walk.End(savedSteps);
    }

    private sealed class Walk
    {
        private readonly SortedDictionary<long, (LedgerEntry Entry, SampleLedger? Ledger)> _committed = [];
        private readonly ImmutableArray<string>.Builder _problems = ImmutableArray.CreateBuilder<string>();
        private SampleLedger? _ledger;
        private long _numRedone, _lost, _doubled, _samplesLost, _samplesDoubled, _exchanged;

        public void Take(LedgerLine line)
        {
            switch (line)
            {
                case LedgerLine.Drawn drawn:
                    _ledger = new SampleLedger(drawn.Stream);
                    break;
                case LedgerLine.Began began:
                    foreach (var step in _committed.Keys.Where(step => step >= began.FirstStep).ToList())
                    {
                        _committed.Remove(step);
                        _numRedone++;
                    }

                    break;
                case LedgerLine.Committed { Entry: var entry } when !_committed.TryAdd(entry.Step, (entry, _ledger)):
                    if (_committed[entry.Step].Entry is var earlier && earlier != entry)
                        Add(ref _doubled, 1, $"step {entry.Step} was committed by generation {earlier.Generation}, and again by generation {entry.Generation}");
                    break;
            }
        }

        public LedgerAudit End(long savedSteps)
        {
            var numSteps = Math.Max(savedSteps, _committed.Count == 0 ? 0 : _committed.Keys.Last() + 1);
            for (var step = 0L; step < numSteps; step++)
                Judge(step);
            return new LedgerAudit(numSteps, _numRedone, _lost, _doubled, _samplesLost, _samplesDoubled, _exchanged, _problems.ToImmutable());
        }

        private void Judge(long step)
        {
            if (!_committed.TryGetValue(step, out var found))
            {
                _samplesLost += _ledger?.Stream.GlobalBatch ?? 0;
                Add(ref _lost, 1, $"no record says that step {step} was committed");
                return;
            }

            var (entry, ledger) = found;
            if (ledger is null)
                Add(ref _exchanged, 1, $"no record before step {step} says what its samples are drawn from");
            else if (ledger.Judge(entry) is not { } problem)
                return;
            else if (entry.Samples.Count - ledger.Stream.GlobalBatch is var surplus and not 0)
                Add(ref surplus > 0 ? ref _samplesDoubled : ref _samplesLost, Math.Abs(surplus), problem);
            else
                Add(ref _exchanged, 1, problem);
        }

        private void Add(ref long counter, long count, string problem)
        {
            counter += count;
            if (_problems.Count < MaxProblems)
                _problems.Add(problem);
        }
    }
}
