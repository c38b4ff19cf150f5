using AkkaClip.Data.Metadata.Columns;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>A filter that is bound to the columns of a file.</summary>
internal abstract class Predicate
{
    /// <summary>Columns that are read to know its value.</summary>
    public abstract IEnumerable<MetadataField> Fields { get; }

    /// <summary>Texts take longer than numbers: what is cheap is asked first.</summary>
    public int Cost => Fields.Sum(f => f.Kind == ColumnKind.Text ? 100 : 1);

    /// <summary>What it may be within a row group, without reading any value.</summary>
    public abstract Possible Bounds(RowGroupColumns group);

    /// <summary>Its value (<see cref="Truth"/>) for each row.</summary>
    public abstract ValueTask<byte[]> EvaluateAsync(RowGroupColumns group, CancellationToken cancellation);
}
