namespace Parquet.Columns.Conversions;

internal readonly struct DecimalOfInt64(int scale) : IConversion<long, decimal>
{
    public decimal From(long stored) => Decimals.From(stored, scale);

    public long To(decimal value) => (long)Decimals.To(value, scale);
}
