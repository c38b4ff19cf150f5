namespace Parquet.Columns.Conversions;

internal readonly struct UInt32OfInt32 : IConversion<int, uint>
{
    public uint From(int stored) => unchecked((uint)stored);

    public int To(uint value) => unchecked((int)value);
}
