namespace Parquet.Columns.Conversions;

internal readonly struct ByteOfInt32 : IConversion<int, byte>
{
    public byte From(int stored) => unchecked((byte)stored);

    public int To(byte value) => value;
}
