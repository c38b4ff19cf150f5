namespace Parquet.Columns.Conversions;

internal static class Ticks
{
    public static DateTime ToDateTime(Int128 ticksSince1970, DateTimeKind kind)
    {
        var ticks = ticksSince1970 + DateTime.UnixEpoch.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime((long)ticks, kind)
            : throw new ParquetException("a date lies outside of the years 1 to 9999, beyond System.DateTime");
    }
}
