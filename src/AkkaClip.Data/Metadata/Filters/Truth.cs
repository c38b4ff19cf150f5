namespace AkkaClip.Data.Metadata.Filters;

/// <summary>Three values as numbers, so that 'and' is the lesser and 'or' the greater of two. What is missing makes a comparison unknown.</summary>
internal static class Truth
{
    public const byte False = 0;
    public const byte Unknown = 1;
    public const byte True = 2;

    public static void And(Span<byte> left, ReadOnlySpan<byte> right)
    {
        for (var i = 0; i < left.Length; i++)
            left[i] = Math.Min(left[i], right[i]);
    }

    public static void Or(Span<byte> left, ReadOnlySpan<byte> right)
    {
        for (var i = 0; i < left.Length; i++)
            left[i] = Math.Max(left[i], right[i]);
    }

    public static void Not(Span<byte> truth)
    {
        for (var i = 0; i < truth.Length; i++)
            truth[i] = (byte)(True - truth[i]);
    }

    public static void MarkUnknown(Span<byte> truth, bool[]? isMissing)
    {
        if (isMissing is null)
            return;
        for (var i = 0; i < truth.Length; i++)
        {
            if (isMissing[i])
                truth[i] = Unknown;
        }
    }
}
