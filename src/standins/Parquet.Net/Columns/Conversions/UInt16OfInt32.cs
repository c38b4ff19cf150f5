namespace Parquet.Columns.Conversions;

internal readonly struct UInt16OfInt32 : IConversion<int, ushort>
{
    public ushort From(int stored) => unchecked((ushort)stored);

    public int To(ushort value) => value;
}
