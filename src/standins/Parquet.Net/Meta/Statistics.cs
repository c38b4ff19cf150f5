namespace Parquet.Meta;

/// <summary>Bounds of a column's values in plain encoding.</summary>
public class Statistics
{
    /// <summary>In an order that older writers did not agree on.</summary>
    public byte[]? Max { get; set; }

    /// <inheritdoc cref="Max"/>
    public byte[]? Min { get; set; }

    public long? NullCount { get; set; }

    public long? DistinctCount { get; set; }

    /// <summary>In the order of the column's type.</summary>
    public byte[]? MaxValue { get; set; }

    /// <inheritdoc cref="MaxValue"/>
    public byte[]? MinValue { get; set; }
}
