using System.Collections.Immutable;

namespace AkkaClip.Data.Generation;

/// <summary>Which shard holds which samples of which split; follows from the options alone.</summary>
internal static class GenerationPlan
{
    public const string Train = "train";
    public const string TestSeen = "test-seen";
    public const string TestUnseen = "test-unseen";

    /// <summary>One shard to write: samples <c>[First, First + Count)</c> of its split.</summary>
    public sealed record Shard(string Split, int SplitNumber, int Index, long First, int Count, ImmutableArray<Combination> Classes)
    {
        public string FileName => $"{Split}/{Index:000000}.tar";
    }

    public static ImmutableArray<Shard> Of(GenerationOptions options)
    {
        var heldOut = Combination.ChooseHeldOut(options.NumHeldOut, options.Seed);
        ImmutableArray<Combination> seen = [.. Combination.All.Except(heldOut)];
        return
        [
            .. Split(Train, 0, options.NumTrain, options.SamplesPerShard, seen),
            .. Split(TestSeen, 1, options.NumTestSeen, options.SamplesPerShard, seen),
            .. Split(TestUnseen, 2, options.NumTestUnseen, options.SamplesPerShard, heldOut),
        ];
    }

    private static IEnumerable<Shard> Split(string name, int number, int samples, int perShard, ImmutableArray<Combination> classes)
    {
        for (var first = 0; first < samples; first += perShard)
            yield return new Shard(name, number, first / perShard, first, Math.Min(perShard, samples - first), classes);
    }
}
