namespace AkkaClip.Core.Sampling;

/// <summary>The bijective 64-bit mixer of SplitMix64 (Steele, Lea, Flood 2014; constants of Stafford's variant 13).</summary>
internal static class Mixing
{
    /// <summary>2^64 / golden ratio, odd: the step between the counters of a stream.</summary>
    public const ulong Gamma = 0x9E3779B97F4A7C15;

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>A key for a tuple: every part is mixed into what came before, so that order and number of parts count.</summary>
    public static ulong Key(params ReadOnlySpan<long> parts)
    {
        var key = Mix((ulong)parts.Length + Gamma);
        foreach (var part in parts)
            key = Mix(key + Mix((ulong)part + Gamma));
        return key;
    }
}
