using AkkaClip.Core.Batches;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Core.Tests.Ledger;

public class SampleLedgerTests
{
    private const long Seed = 5, NumSamples = 41;
    private const int GlobalBatch = 12;
    private static readonly SampleOrder s_order = new(NumSamples, Seed, 8, 2);
    private static readonly BatchPlan s_plan = new(GlobalBatch);
    private static readonly SampleLedger s_ledger = new(s_order, s_plan, Seed, isUsable: _ => true);

    [Fact]
    public void A_run_whose_generations_change_has_every_sample_once()
    {
        // Six trainers, then two, then five; the epochs change within step 3.
        LedgerEntry[] entries = [Entry(0, 6), Entry(1, 6), Entry(2, 2), Entry(3, 2), Entry(4, 5)];
        Assert.Empty(Problems(entries, 5));
    }

    [Fact]
    public void An_aborted_step_that_is_done_again_leaves_no_trace()
    {
        // Two of three trainers had computed their part when the third died: nothing was committed, so nothing was entered.
        var aborted = Digest(2, 0, 3) + Digest(2, 1, 3);
        LedgerEntry[] entries = [Entry(0, 3), Entry(1, 3), Entry(2, 2)];
        Assert.Empty(Problems(entries, 3));

        // Had their work been kept beside that of the redone step, it would show.
        entries[2] = entries[2] with { Samples = entries[2].Samples + aborted };
        Assert.Equal(["step 2 of generation 2 has 20 samples instead of 12"], Problems(entries, 3));
    }

    [Fact]
    public void A_run_that_went_back_to_a_checkpoint_is_held_to_the_last_commit_of_every_step()
    {
        Assert.Empty(Problems([Entry(0, 1), Entry(1, 1), Entry(2, 1), Entry(1, 1), Entry(2, 1)], 3));

        // What was committed behind a step that is done again is gone with it.
        Assert.Equal(["step 2 was never committed"], Problems([Entry(0, 1), Entry(1, 1), Entry(2, 1), Entry(1, 1)], 3));
    }

    [Fact]
    public void Lost_doubled_exchanged_and_otherwise_augmented_samples_show()
    {
        var whole = Digest(1, 0, 1);
        var one = SampleDigest.Of(Seed, GlobalBatch, s_order.At(GlobalBatch));
        var lost = new SampleDigest(whole.Count - 1, unchecked(whole.Sum - one.Sum), whole.Xor ^ one.Xor);
        Assert.Equal(["step 1 of generation 1 has 11 samples instead of 12"], Check(lost));
        Assert.Equal(["step 1 of generation 1 has 13 samples instead of 12"], Check(whole + one));
        var sample = s_order.At(GlobalBatch);
        foreach (var other in new[]
        {
            SampleDigest.Of(Seed, GlobalBatch, sample with { Index = (sample.Index + 1) % NumSamples }),
            SampleDigest.Of(Seed, GlobalBatch, sample with { Epoch = sample.Epoch + 1 }),
            SampleDigest.Of(Seed + 1, GlobalBatch, sample),
            SampleDigest.Of(Seed, GlobalBatch + 1, sample),
        })
        {
            Assert.Contains("not those that belong to it", Assert.Single(Check(lost + other)), StringComparison.Ordinal);
        }

        static string[] Check(SampleDigest step1) =>
            Problems([Entry(0, 1), new LedgerEntry(1, 1, step1), Entry(2, 1)], 3);
    }

    [Fact]
    public void A_missing_step_and_one_too_many_show() => Assert.Equal(
        ["step 1 was never committed", "step 3 was committed, and the run has 3"], Problems([Entry(0, 1), Entry(2, 1), Entry(3, 1)], 3));

    [Fact]
    public void Replaced_samples_are_those_of_the_order_s_rule()
    {
        var broken = s_order.At(GlobalBatch + 3);
        var ledger = new SampleLedger(s_order, s_plan, Seed, index => index != broken.Index);
        Assert.NotEqual(s_ledger.Expected(1), ledger.Expected(1));
        var batch = Slice(1, 0, 1);
        batch.SampleIds[3] = s_order.Replacement(GlobalBatch + 3, 1).Index;
        Assert.Equal(ledger.Expected(1), SampleDigest.Of(batch, Seed, NumSamples));
        Assert.Throws<InvalidOperationException>(() => new SampleLedger(s_order, s_plan, Seed, _ => false).Expected(0));
    }

    private static string[] Problems(IEnumerable<LedgerEntry> entries, long numSteps) => [.. s_ledger.Verify(entries, numSteps)];

    private static LedgerEntry Entry(long step, int worldSize) =>
        new(step, worldSize, Enumerable.Range(0, worldSize).Reverse().Select(rank => Digest(step, rank, worldSize)).Aggregate(SampleDigest.Add));

    private static SampleDigest Digest(long step, int rank, int worldSize) => SampleDigest.Of(Slice(step, rank, worldSize), Seed, NumSamples);

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
