namespace Parquet.Columns;

/// <summary>Grows with what has been decoded, not with what was claimed.</summary>
internal struct GrowingArray<T>(int expected)
{
    private const int MaxFirstAllocation = 1 << 20;
    private T[] _items = [];

    public int Count { get; private set; }

    public readonly Span<T> Written => _items.AsSpan(0, Count);

    /// <summary>Room for <paramref name="count"/> more, not cleared.</summary>
    public Span<T> Extend(int count)
    {
        var needed = checked(Count + count);
        if (needed > _items.Length)
        {
            var capacity = Math.Max(needed, Math.Min(expected, _items.Length == 0 ? MaxFirstAllocation : (int)Math.Min(2L * _items.Length, Array.MaxLength)));
            var larger = GC.AllocateUninitializedArray<T>(capacity);
            Written.CopyTo(larger);
            _items = larger;
        }
        var room = _items.AsSpan(Count, count);
        Count = needed;
        return room;
    }

    public T[] ToArray()
    {
        if (_items.Length != Count)
            Array.Resize(ref _items, Count);
        return _items;
    }
}
