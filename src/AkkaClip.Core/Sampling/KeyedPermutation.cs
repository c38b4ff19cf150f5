namespace AkkaClip.Core.Sampling;

/// <summary>
/// A family of permutations of 0 .. n - 1, one for every 64-bit key, computed at a point: a Feistel network on
/// Z_a x Z_b with a * b just above n, and cycle walking for the few values in between (Black and Rogaway 2002).
/// </summary>
/// <remarks>a = ceil(sqrt(n)) and b = ceil(n / a) leave at most a - 1 surplus values, so a second walk is rare.</remarks>
internal readonly struct KeyedPermutation
{
    private const int NumRounds = 6;
    private const ulong RoundStep = 0xD1B54A32D192ED03;

    private readonly ulong _size;
    private readonly ulong _a;
    private readonly ulong _b;

    /// <param name="size">n, 1 to 2^62.</param>
    public KeyedPermutation(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        _size = (ulong)size;
        _a = (ulong)Math.Sqrt(size);
        while (_a * _a < _size)
            _a++;
        _b = (_size + _a - 1) / _a;
    }

    public long Size => (long)_size;

    public long Apply(ulong key, long value)
    {
        var walked = (ulong)value;
        do
        {
            var (right, left) = Math.DivRem(walked, _a);
            for (var round = 0; round < NumRounds; round += 2)
            {
                left = Add(left, Draw(key, round, right, _a), _a);
                right = Add(right, Draw(key, round + 1, left, _b), _b);
            }
            walked = (right * _a) + left;
        }
        while (walked >= _size);
        return (long)walked;
    }

    public long Invert(ulong key, long value)
    {
        var walked = (ulong)value;
        do
        {
            var (right, left) = Math.DivRem(walked, _a);
            for (var round = NumRounds - 2; round >= 0; round -= 2)
            {
                right = Add(right, _b - Draw(key, round + 1, left, _b), _b);
                left = Add(left, _a - Draw(key, round, right, _a), _a);
            }
            walked = (right * _a) + left;
        }
        while (walked >= _size);
        return (long)walked;
    }

    private static ulong Add(ulong value, ulong step, ulong modulus)
    {
        var sum = value + step;
        return sum >= modulus ? sum - modulus : sum;
    }

    /// <summary>A round's function of one half, scaled to 0 .. range - 1 by its top 32 bits.</summary>
    /// <remarks>Two multiplications are enough for one of six rounds; the full mixer would double the time.</remarks>
    private static ulong Draw(ulong key, int round, ulong half, ulong range)
    {
        var drawn = (key + ((ulong)round * RoundStep)) ^ (half * Mixing.Gamma);
        drawn = (drawn ^ (drawn >> 32)) * 0x94D049BB133111EB;
        return ((drawn >> 32) * range) >> 32;
    }
}
