using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Files;

namespace AkkaClip.Data.Metadata.Selection;

/// <summary>Decides about rows; one test follows another.</summary>
public abstract class RowTest
{
    /// <summary>What it is called in counts.</summary>
    public abstract string Name { get; }

    /// <summary>The test over the columns of a file.</summary>
    public abstract Bound Bind(MetadataFile file);

    /// <param name="Fields">Columns that are read.</param>
    /// <param name="KeepAsync">Of rows in rising order those that stay.</param>
    public sealed record Bound(IReadOnlyList<MetadataField> Fields, Func<RowGroupColumns, int[], CancellationToken, ValueTask<int[]>> KeepAsync)
    {
        /// <summary>Whether no row of a row group can stay, by what the file says of it.</summary>
        public Func<RowGroupColumns, bool> IsRuledOut { get; init; } = _ => false;
    }
}
