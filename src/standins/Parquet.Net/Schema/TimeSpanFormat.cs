namespace Parquet.Schema;

/// <summary>How times of a day are stored.</summary>
public enum TimeSpanFormat
{
    /// <summary>INT32.</summary>
    MilliSeconds,

    /// <summary>INT64.</summary>
    MicroSeconds,
}
