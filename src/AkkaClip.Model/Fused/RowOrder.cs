namespace AkkaClip.Model.Fused;

/// <summary>Orders rows by an integer key, equal keys by row, so that sums over rows of one key have a defined order.</summary>
internal sealed unsafe class RowOrder
{
    private readonly IntBuffer _order = new();
    private long[] _sortable = [];

    /// <summary>Row numbers in the order of their keys; valid until the next call.</summary>
    public int* By(IntBuffer keys)
    {
        if (_sortable.Length < keys.Count)
            _sortable = new long[keys.Count];
        for (var row = 0; row < keys.Count; row++)
            _sortable[row] = ((long)keys.Span[row] << 32) | (uint)row;
        Array.Sort(_sortable, 0, keys.Count);
        var order = _order.Resize(keys.Count);
        for (var i = 0; i < order.Length; i++)
            order[i] = (int)_sortable[i];
        return _order.Pointer;
    }
}
