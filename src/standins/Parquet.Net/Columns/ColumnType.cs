using System.Buffers;

namespace Parquet.Columns;

/// <summary>How the values of a column are stored, read and written.</summary>
internal abstract class ColumnType
{
    /// <summary>Collects the values of a column within one row group.</summary>
    public abstract ColumnValues NewValues(int expected);

    /// <summary>A bound of the statistics; null where it has not the length of a value.</summary>
    public abstract object? Bound(ReadOnlySpan<byte> stored);

    public abstract void WritePlain(Array values, int offset, int count, ArrayBufferWriter<byte> output);

    /// <summary>Writes differences; false: not a type that has them.</summary>
    public virtual bool TryWriteDelta(Array values, int offset, int count, ArrayBufferWriter<byte> output) => false;

    /// <summary>The distinct values in the order of their first use, and every value's place among them.</summary>
    public abstract bool TryMakeDictionary(Array values, double threshold, out Array dictionary, out int[] indices);

    /// <summary>The least and the largest value in plain encoding; null where there is none, or no order.</summary>
    public abstract (byte[] Least, byte[] Largest)? Bounds(Array values);
}
