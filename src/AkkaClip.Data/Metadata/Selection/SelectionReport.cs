using System.Collections.Immutable;

namespace AkkaClip.Data.Metadata.Selection;

/// <summary>What a selection read, kept and dropped.</summary>
public sealed record SelectionReport
{
    public required ImmutableArray<File> Files { get; init; }

    /// <summary>Rows that each test dropped of those that came to it.</summary>
    public required ImmutableSortedDictionary<string, long> Dropped { get; init; }

    /// <summary>Nested columns, which are not written.</summary>
    public required ImmutableArray<string> Nested { get; init; }

    /// <summary>Row groups of which no value was decoded, because the file's own bounds rule out all of their rows.</summary>
    public required long RowGroupsRuledOut { get; init; }

    public long Rows => Files.Sum(f => f.Rows);

    public long Kept => Files.Sum(f => f.Kept);

    /// <param name="Input">The file that was read.</param>
    /// <param name="Output">The file that was written; null: rows were only counted.</param>
    /// <param name="Rows">Rows that were read.</param>
    /// <param name="Kept">Rows that stay.</param>
    public sealed record File(string Input, string? Output, long Rows, long Kept);
}
