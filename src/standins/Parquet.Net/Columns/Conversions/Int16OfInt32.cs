namespace Parquet.Columns.Conversions;

internal readonly struct Int16OfInt32 : IConversion<int, short>
{
    public short From(int stored) => unchecked((short)stored);

    public int To(short value) => value;
}
