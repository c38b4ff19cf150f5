using AkkaClip.Core.Errors;

namespace AkkaClip.Data.Generation;

/// <summary>The ranges of <see cref="GenerationOptions"/>.</summary>
internal static class GenerationLimits
{
    private const int MaxSamples = 50_000_000;

    /// <exception cref="UserErrorException">Names every option that is out of range.</exception>
    public static void Check(GenerationOptions options)
    {
        (string Name, int Value, int Min, int Max)[] limits =
        [
            ("image size", options.ImageSize, 16, 1024),
            ("training samples", options.NumTrain, 1, MaxSamples),
            ("test samples of seen combinations", options.NumTestSeen, 1, MaxSamples),
            ("test samples of unseen combinations", options.NumTestUnseen, 1, MaxSamples),
            ("held-out combinations", options.NumHeldOut, 1, Combination.All.Length / 2),
            ("samples a shard", options.SamplesPerShard, 1, 1_000_000),
        ];
        var wrong = limits.Where(limit => limit.Value < limit.Min || limit.Value > limit.Max)
            .Select(limit => $"{limit.Name} is {limit.Value}, and must be {limit.Min} to {limit.Max}")
            .ToList();
        if (wrong.Count > 0)
            throw new UserErrorException(string.Join("; ", wrong));
    }
}
