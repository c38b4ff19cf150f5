namespace Parquet.Columns.Conversions;

internal readonly struct SByteOfInt32 : IConversion<int, sbyte>
{
    public sbyte From(int stored) => unchecked((sbyte)stored);

    public int To(sbyte value) => value;
}
