using System.Collections.Immutable;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Batches;

/// <summary>What a loader did so far.</summary>
/// <param name="NumSamples">Rows made, replaced ones included.</param>
/// <param name="NumReplaced">Samples that another one stood in for, by the reason.</param>
/// <param name="CachedBytes">Decoded images kept in memory.</param>
/// <param name="RecentProblems">The last few problems, newest last, each with the sample's key.</param>
public sealed record LoaderStatistics(
    long NumSamples,
    ImmutableSortedDictionary<SampleProblemKind, long> NumReplaced,
    long CachedBytes,
    ImmutableArray<string> RecentProblems);
