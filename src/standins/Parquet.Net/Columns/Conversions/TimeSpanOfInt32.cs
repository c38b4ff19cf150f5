namespace Parquet.Columns.Conversions;

internal readonly struct TimeSpanOfInt32 : IConversion<int, TimeSpan>
{
    public TimeSpan From(int stored) => TimeSpan.FromTicks(stored * TimeSpan.TicksPerMillisecond);

    public int To(TimeSpan value) => (int)(value.Ticks / TimeSpan.TicksPerMillisecond);
}
