namespace Parquet.Columns.Conversions;

internal readonly struct DecimalOfInt32(int scale) : IConversion<int, decimal>
{
    public decimal From(int stored) => Decimals.From(stored, scale);

    public int To(decimal value) => (int)Decimals.To(value, scale);
}
