using Parquet.Schema;

namespace Parquet.Meta;

/// <summary>What stored values mean, by the newer of the two annotations.</summary>
/// <param name="Kind">The union's member in the format's definition.</param>
internal sealed record LogicalAnnotation(LogicalKind Kind)
{
    public bool IsAdjustedToUTC { get; init; }

    public DateTimeTimeUnit Unit { get; init; }

    public int Scale { get; init; }

    public int Precision { get; init; }

    public int BitWidth { get; init; }

    public bool IsSigned { get; init; }
}
