namespace Parquet.Schema;

/// <summary>How dates are stored.</summary>
public enum DateTimeFormat
{
    /// <summary>INT96.</summary>
    Impala,

    /// <summary>Milliseconds, INT64.</summary>
    DateAndTime,

    /// <summary>Microseconds, INT64.</summary>
    DateAndTimeMicros,

    /// <summary>Days, INT32.</summary>
    Date,

    /// <summary>INT64 in the unit of the field.</summary>
    Timestamp,
}
