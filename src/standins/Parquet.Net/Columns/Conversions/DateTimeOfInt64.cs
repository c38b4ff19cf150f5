namespace Parquet.Columns.Conversions;

/// <summary>A point in time as a number of units since 1970.</summary>
internal readonly struct DateTimeOfInt64(long unitsPerTick, long ticksPerUnit, DateTimeKind kind) : IConversion<long, DateTime>
{
    public DateTime From(long stored)
    {
        var since1970 = (Int128)stored * ticksPerUnit / unitsPerTick;
        return Ticks.ToDateTime(since1970, kind);
    }

    public long To(DateTime value) => (value.Ticks - DateTime.UnixEpoch.Ticks) * unitsPerTick / ticksPerUnit;
}
