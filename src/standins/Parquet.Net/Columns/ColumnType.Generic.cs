using System.Buffers;

namespace Parquet.Columns;

/// <inheritdoc/>
internal abstract class ColumnType<T> : ColumnType where T : notnull
{
    /// <summary>As other writers do it: a dictionary is read whole.</summary>
    private const int MaxDictionaryBytes = 1 << 20;

    /// <summary>Longer texts are no bounds: a footer stays small.</summary>
    private const int MaxBoundBytes = 1 << 10;

    /// <summary>The order of the format; null: bounds are not written.</summary>
    protected abstract IComparer<T>? Order { get; }

    /// <summary>Null: values that do not make a dictionary.</summary>
    protected virtual IEqualityComparer<T>? Equality => EqualityComparer<T>.Default;

    protected abstract int StoredBytes(T value);

    protected abstract void WritePlain(ReadOnlySpan<T> values, ArrayBufferWriter<byte> output);

    /// <summary>A value without the length that may stand before it.</summary>
    protected abstract byte[] Bare(T value);

    protected virtual bool IsOrdered(T value) => true;

    public override void WritePlain(Array values, int offset, int count, ArrayBufferWriter<byte> output) =>
        WritePlain(((T[])values).AsSpan(offset, count), output);

    public override bool TryMakeDictionary(Array values, double threshold, out Array dictionary, out int[] indices)
    {
        var all = (T[])values;
        dictionary = Array.Empty<T>();
        indices = [];
        if (Equality is null || all.Length == 0)
            return false;
        var places = new Dictionary<T, int>(Equality);
        var distinct = new List<T>();
        indices = GC.AllocateUninitializedArray<int>(all.Length);
        var bytes = 0L;
        for (var i = 0; i < all.Length; i++)
        {
            if (!places.TryGetValue(all[i], out indices[i]))
            {
                indices[i] = distinct.Count;
                places.Add(all[i], distinct.Count);
                distinct.Add(all[i]);
                bytes += StoredBytes(all[i]);
                if (bytes > MaxDictionaryBytes || distinct.Count > threshold * all.Length)
                    return false;
            }
        }
        dictionary = distinct.ToArray();
        return true;
    }

    public override (byte[] Least, byte[] Largest)? Bounds(Array values)
    {
        if (Order is not { } order)
            return null;
        var any = false;
        T least = default!, largest = default!;
        foreach (var value in (T[])values)
        {
            if (!IsOrdered(value))
                continue;
            if (!any || order.Compare(value, least) < 0)
                least = value;
            if (!any || order.Compare(value, largest) > 0)
                largest = value;
            any = true;
        }
        return any && StoredBytes(least) <= MaxBoundBytes && StoredBytes(largest) <= MaxBoundBytes ? (Bare(least), Bare(largest)) : null;
    }
}
