using System.Collections.Immutable;

namespace AkkaClip.Data.Samples;

/// <summary>What a source left out when it was opened.</summary>
/// <param name="NumSkipped">Rows or members that are no samples, by reason.</param>
/// <param name="Examples">The first few of them, each with file, row or offset, and reason.</param>
public sealed record SourceReport(
    ImmutableSortedDictionary<SampleProblemKind, long> NumSkipped,
    ImmutableArray<string> Examples)
{
    public static SourceReport Clean { get; } =
        new(ImmutableSortedDictionary<SampleProblemKind, long>.Empty, []);
}
