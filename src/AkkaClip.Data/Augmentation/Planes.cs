namespace AkkaClip.Data.Augmentation;

/// <summary>The square of a sample as a model will see it: three planes of s x s bytes, red, green and blue, [3, s, s].</summary>
internal readonly ref struct Planes
{
    public Planes(Span<byte> values, int size)
    {
        Values = values[..(3 * size * size)];
        Size = size;
    }

    public Span<byte> Values { get; }

    public int Size { get; }

    public int Area => Size * Size;

    public Span<byte> this[int channel] => Values.Slice(channel * Area, Area);
}
