using System.Numerics;

namespace Parquet.Columns.Conversions;

internal static class Decimals
{
    private const int MaxScale = 28;
    private static readonly BigInteger Largest = new(decimal.MaxValue);

    public static decimal From(BigInteger unscaled, int scale)
    {
        var magnitude = BigInteger.Abs(unscaled);
        if (scale is < 0 or > MaxScale || magnitude > Largest)
            throw new ParquetException($"the decimal {unscaled} of scale {scale} is beyond System.Decimal");
        var bits = decimal.GetBits((decimal)magnitude);
        return new decimal(bits[0], bits[1], bits[2], unscaled.Sign < 0, (byte)scale);
    }

    public static BigInteger To(decimal value, int scale)
    {
        var bits = decimal.GetBits(value);
        var magnitude = (BigInteger)new decimal(bits[0], bits[1], bits[2], isNegative: false, scale: 0);
        var difference = scale - value.Scale;
        magnitude = difference >= 0 ? magnitude * BigInteger.Pow(10, difference) : magnitude / BigInteger.Pow(10, -difference);
        return value < 0 ? -magnitude : magnitude;
    }
}
