using System.Collections.Immutable;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Checkpoints;

/// <summary>Which checkpoints stay.</summary>
public static class Retention
{
    /// <summary>The steps whose checkpoints go: all but the newest few and those at the multiples that stay for good.</summary>
    /// <param name="steps">The steps of all valid checkpoints, in any order.</param>
    public static ImmutableArray<long> ToDelete(IEnumerable<long> steps, CheckpointSpec spec)
    {
        var newestFirst = steps.OrderDescending().ToImmutableArray();
        return [.. newestFirst
            .Skip(Math.Max(1, spec.KeepLast))
            .Where(step => spec.KeepEverySteps == 0 || step % spec.KeepEverySteps != 0)];
    }
}
