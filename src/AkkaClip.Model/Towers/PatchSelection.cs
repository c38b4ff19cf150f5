using AkkaClip.Core.Sampling;

namespace AkkaClip.Model.Towers;

/// <summary>Patch dropout (FLIP, Li et al. 2023): which patches of which sample are computed. The class token always is.</summary>
public static class PatchSelection
{
    /// <summary>Patches that remain of <paramref name="numPatches"/>, at least one.</summary>
    public static int NumKept(int numPatches, double dropout) => Math.Max(1, (int)(numPatches * (1 - dropout)));

    /// <summary>
    /// A uniformly random subset for every sample, drawn from its position in the sample stream alone: the same for any
    /// split over trainers, any micro-batch, any replay.
    /// </summary>
    /// <returns>Ascending patch numbers, [count, kept]; empty without dropout.</returns>
    public static int[] Choose(long seed, long firstPosition, int count, int numPatches, double dropout)
    {
        if (dropout == 0)
            return [];
        var numKept = NumKept(numPatches, dropout);
        var kept = new int[count * numKept];
        var patches = new int[numPatches];
        for (var row = 0; row < count; row++)
        {
            var random = CounterRandom.For(seed, RandomPurpose.PatchDropout, firstPosition + row);
            for (var patch = 0; patch < numPatches; patch++)
                patches[patch] = patch;
            random.Shuffle<int>(patches);
            var chosen = patches.AsSpan(0, numKept);
            chosen.Sort();
            chosen.CopyTo(kept.AsSpan(row * numKept));
        }

        return kept;
    }
}
