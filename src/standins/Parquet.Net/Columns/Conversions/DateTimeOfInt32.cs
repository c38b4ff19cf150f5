namespace Parquet.Columns.Conversions;

/// <summary>A point in time as days or milliseconds since 1970.</summary>
internal readonly struct DateTimeOfInt32(long ticksPerUnit) : IConversion<int, DateTime>
{
    public DateTime From(int stored) => Ticks.ToDateTime((Int128)stored * ticksPerUnit, DateTimeKind.Utc);

    public int To(DateTime value) => (int)Math.DivRem(value.Ticks - DateTime.UnixEpoch.Ticks, ticksPerUnit).Quotient;
}
