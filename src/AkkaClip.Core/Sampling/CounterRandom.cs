namespace AkkaClip.Core.Sampling;

/// <summary>
/// A stream of random numbers that is a pure function of its key: draw number n is the SplitMix64 mixer of
/// key + n * gamma. Whoever knows the key (run seed, purpose, epoch, sample) draws the same numbers, on any trainer,
/// in any order, on any platform. Not for secrets, and not thread-safe.
/// </summary>
public sealed class CounterRandom
{
    private const double TwoToMinus53 = 1.0 / (1L << 53);

    private ulong _counter;

    private CounterRandom(ulong key) => _counter = key;

    /// <summary>The stream of a key. Every part counts, and so does their order and number.</summary>
    public static CounterRandom For(long runSeed, RandomPurpose purpose, params ReadOnlySpan<long> key) =>
        new(Mixing.Mix(Mixing.Key(runSeed, (long)purpose) ^ Mixing.Key(key)));

    /// <summary>The stream of one sample in one epoch, wherever it is computed.</summary>
    public static CounterRandom ForSample(long runSeed, RandomPurpose purpose, long epoch, long sample) =>
        For(runSeed, purpose, epoch, sample);

    public ulong NextUInt64() => Mixing.Mix(_counter += Mixing.Gamma);

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * TwoToMinus53;

    /// <summary>Uniform in [<paramref name="min"/>, <paramref name="max"/>).</summary>
    public double NextDouble(double min, double max) => min + ((max - min) * NextDouble());

    /// <summary>Uniform in [0, 1), a multiple of 2^-24.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    public bool NextBool(double probability) => NextDouble() < probability;

    /// <summary>Uniform in [0, <paramref name="exclusiveMax"/>), without bias (Lemire 2019).</summary>
    public long NextInt64(long exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        var range = (ulong)exclusiveMax;
        var high = Math.BigMul(NextUInt64(), range, out var low);
        if (low < range)
        {
            for (var reject = (0 - range) % range; low < reject;)
                high = Math.BigMul(NextUInt64(), range, out low);
        }
        return (long)high;
    }

    /// <inheritdoc cref="NextInt64"/>
    public int NextInt(int exclusiveMax) => (int)NextInt64(exclusiveMax);

    /// <summary>Standard normal, by Box and Muller: two draws a number, so that the count of draws never depends on values.</summary>
    public double NextGaussian()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>A uniformly random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = NextInt(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
