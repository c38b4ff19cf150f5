namespace AkkaClip.Model.Fused;

/// <summary>Integers that kernels read: pinned managed memory that grows.</summary>
internal sealed unsafe class IntBuffer
{
    private int[] _values = [];

    public int Count { get; private set; }

    public Span<int> Span => _values.AsSpan(0, Count);

    /// <summary>Address of the first; valid until the next <see cref="Resize"/>.</summary>
    public int* Pointer
    {
        get
        {
            fixed (int* first = _values)
                return first;
        }
    }

    /// <summary>Makes room for so many integers, whose values are not defined.</summary>
    public Span<int> Resize(int count)
    {
        if (count > _values.Length)
            _values = GC.AllocateUninitializedArray<int>(count, pinned: true);
        Count = count;
        return Span;
    }

    public void Set(ReadOnlySpan<int> values) => values.CopyTo(Resize(values.Length));
}
