namespace Parquet.Columns.Conversions;

internal readonly struct UInt64OfInt64 : IConversion<long, ulong>
{
    public ulong From(long stored) => unchecked((ulong)stored);

    public long To(ulong value) => unchecked((long)value);
}
