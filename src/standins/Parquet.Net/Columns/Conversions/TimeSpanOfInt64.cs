namespace Parquet.Columns.Conversions;

internal readonly struct TimeSpanOfInt64 : IConversion<long, TimeSpan>
{
    public TimeSpan From(long stored) => TimeSpan.FromTicks(checked(stored * TimeSpan.TicksPerMicrosecond));

    public long To(TimeSpan value) => value.Ticks / TimeSpan.TicksPerMicrosecond;
}
