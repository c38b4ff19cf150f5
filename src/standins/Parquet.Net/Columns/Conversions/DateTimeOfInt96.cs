namespace Parquet.Columns.Conversions;

internal readonly struct DateTimeOfInt96 : IConversion<Int96, DateTime>
{
    private const int JulianDayOf1970 = 2_440_588;

    public DateTime From(Int96 stored) => Ticks.ToDateTime(
        ((Int128)stored.JulianDay - JulianDayOf1970) * TimeSpan.TicksPerDay + stored.NanosOfDay / TimeSpan.NanosecondsPerTick, DateTimeKind.Utc);

    public Int96 To(DateTime value) => new()
    {
        NanosOfDay = value.TimeOfDay.Ticks * TimeSpan.NanosecondsPerTick,
        JulianDay = (int)((value.Date.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerDay) + JulianDayOf1970,
    };
}
