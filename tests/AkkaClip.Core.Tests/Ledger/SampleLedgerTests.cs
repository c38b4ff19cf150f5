using AkkaClip.Core.Batches;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Core.Tests.Ledger;

public class SampleLedgerTests
{
    private const long Seed = 5, NumSamples = 41;
    private const int GlobalBatch = 12;
    private static readonly SampleSpec s_stream = new(Seed, NumSamples, 8, 2, GlobalBatch);
    private static readonly SampleOrder s_order = new(NumSamples, Seed, 8, 2);
    private static readonly BatchPlan s_plan = new(GlobalBatch);
    private static readonly SampleLedger s_ledger = new(s_stream);

    [Fact]
    public void A_run_whose_generations_change_has_every_sample_once()
    {
        // Six trainers, then two, then five; the epochs change within step 3.
        var audit = Audit([Begins(6, 0), Commits(0, 6), Commits(1, 6), Begins(2, 2), Commits(2, 2), Commits(3, 2), Begins(5, 4), Commits(4, 5)]);
        Assert.True(audit.IsClean, string.Join("; ", audit.Problems));
        Assert.Equal((5, 0), (audit.NumSteps, audit.NumRedone));
    }

    [Fact]
    public void An_aborted_step_that_is_done_again_leaves_no_trace()
    {
        // Two of three trainers had computed their part when the third died: nothing was committed, so nothing was entered.
        var aborted = Digest(2, 0, 3) + Digest(2, 1, 3);
        Assert.True(Audit([Commits(0, 3), Commits(1, 3), Begins(2, 2), Commits(2, 2)]).IsClean);

        // Had their work been kept beside that of the redone step, it would show.
        var whole = Entry(2, 2);
        var audit = Audit([Commits(0, 3), Commits(1, 3), Begins(2, 2), new LedgerLine.Committed(whole with { Samples = whole.Samples + aborted })]);
        Assert.Equal(["step 2 of generation 2 has 20 samples instead of 12"], audit.Problems.AsEnumerable());
        Assert.Equal((0, 8), (audit.SamplesLost, audit.SamplesDoubled));
    }

    [Fact]
    public void A_run_that_went_back_to_a_checkpoint_is_held_to_the_last_commit_of_every_step()
    {
        var redone = Audit([Commits(0, 1), Commits(1, 1), Commits(2, 1), Begins(2, 1), Commits(1, 2), Commits(2, 2)]);
        Assert.True(redone.IsClean);
        Assert.Equal((3, 2), (redone.NumSteps, redone.NumRedone));

        // What was committed behind a step that is done again is gone with it; the checkpoint says that it was there.
        var lost = Audit([Commits(0, 1), Commits(1, 1), Commits(2, 1), Begins(2, 1), Commits(1, 2)], savedSteps: 3);
        Assert.Equal(["no record says that step 2 was committed"], lost.Problems.AsEnumerable());
        Assert.Equal((1, 12), (lost.StepsLost, lost.SamplesLost));
    }

    [Fact]
    public void A_step_that_is_committed_twice_shows_and_a_record_that_is_written_twice_does_not()
    {
        Assert.True(Audit([Commits(0, 1), Commits(1, 1), Commits(1, 1)]).IsClean);

        var audit = Audit([Commits(0, 1), Commits(1, 1), Begins(2, 2), Commits(1, 2), Commits(2, 2)]);
        Assert.Equal(["step 1 was committed by generation 1, and again by generation 2"], audit.Problems.AsEnumerable());
        Assert.Equal(1, audit.StepsDoubled);
    }

    [Fact]
    public void Lost_doubled_exchanged_and_otherwise_augmented_samples_show()
    {
        var whole = Digest(1, 0, 1);
        var one = SampleDigest.Of(Seed, GlobalBatch, s_order.At(GlobalBatch));
        var lost = new SampleDigest(whole.Count - 1, unchecked(whole.Sum - one.Sum), whole.Xor ^ one.Xor);
        Assert.Equal(["step 1 of generation 1 has 11 samples instead of 12"], Check(lost).Problems.AsEnumerable());
        Assert.Equal(["step 1 of generation 1 has 13 samples instead of 12"], Check(whole + one).Problems.AsEnumerable());
        var sample = s_order.At(GlobalBatch);
        foreach (var other in new[]
        {
            SampleDigest.Of(Seed, GlobalBatch, sample with { Index = (sample.Index + 1) % NumSamples }),
            SampleDigest.Of(Seed, GlobalBatch, sample with { Epoch = sample.Epoch + 1 }),
            SampleDigest.Of(Seed + 1, GlobalBatch, sample),
            SampleDigest.Of(Seed, GlobalBatch + 1, sample),
        })
        {
            var audit = Check(lost + other);
            Assert.Contains("not those that belong to it", Assert.Single(audit.Problems), StringComparison.Ordinal);
            Assert.Equal(1, audit.StepsExchanged);
        }

        static LedgerAudit Check(SampleDigest step1) =>
            Audit([Commits(0, 1), new LedgerLine.Committed(new LedgerEntry(1, 1, step1)), Commits(2, 1)]);
    }

    [Fact]
    public void A_missing_step_and_samples_of_an_unknown_stream_show()
    {
        Assert.Equal(["no record says that step 1 was committed"], Audit([Commits(0, 1), Commits(2, 1)]).Problems.AsEnumerable());
        Assert.Equal(["no record before step 0 says what its samples are drawn from"], LedgerAudit.Of([Commits(0, 1)], 0).Problems.AsEnumerable());
        Assert.False(LedgerAudit.Of([], savedSteps: 1).IsClean);
    }

    [Fact]
    public void A_stream_that_changes_holds_from_there_on()
    {
        var other = new SampleLedger(s_stream with { Seed = 6 });
        var step1 = new LedgerLine.Committed(new LedgerEntry(1, 2, other.Expected(1)));
        Assert.True(Audit([Commits(0, 1), new LedgerLine.Drawn(other.Stream), step1]).IsClean);
        Assert.False(Audit([Commits(0, 1), step1]).IsClean);
    }

    [Fact]
    public void A_replacement_counts_as_the_sample_it_stands_in_for_and_nothing_else_does()
    {
        foreach (var attempt in new[] { 1, 2, 9, 100 })
            Assert.Equal(s_ledger.Expected(1), s_ledger.Of(With(3, s_order.Replacement(GlobalBatch + 3, attempt).Index)));

        var allowed = Enumerable.Range(1, 100).Select(attempt => s_order.Replacement(GlobalBatch + 3, attempt).Index).Append(s_order.At(GlobalBatch + 3).Index);
        Assert.NotEqual(s_ledger.Expected(1), s_ledger.Of(With(3, NumSamples)));
        Assert.All(Enumerable.Range(0, (int)NumSamples).Select(index => (long)index).Except(allowed), index =>
            Assert.NotEqual(s_ledger.Expected(1), s_ledger.Of(With(3, index))));

        static Batch With(int row, long index)
        {
            var batch = Slice(1, 0, 1);
            batch.SampleIds[row] = index;
            return batch;
        }
    }

    private static LedgerAudit Audit(LedgerLine[] lines, long savedSteps = 0) => LedgerAudit.Of(lines.Prepend(new LedgerLine.Drawn(s_stream)), savedSteps);

    private static LedgerLine.Began Begins(int generation, long firstStep) => new(generation, firstStep);

    private static LedgerLine.Committed Commits(long step, int worldSize) => new(Entry(step, worldSize));

    private static LedgerEntry Entry(long step, int worldSize) =>
        new(step, worldSize, Enumerable.Range(0, worldSize).Reverse().Select(rank => Digest(step, rank, worldSize)).Aggregate(SampleDigest.Add));

    private static SampleDigest Digest(long step, int rank, int worldSize) => s_ledger.Of(Slice(step, rank, worldSize));

    private static Batch Slice(long step, int rank, int worldSize)
    {
        var range = s_plan.Slice(step, rank, worldSize);
        return new Batch
        {
            FirstPosition = range.Start,
            ImageSize = 1,
            ContextLength = 1,
            Pixels = new byte[3 * range.Count],
            Tokens = new int[range.Count],
            SampleIds = [.. Enumerable.Range(0, range.Count).Select(row => s_order.At(range.Start + row).Index)],
        };
    }
}
