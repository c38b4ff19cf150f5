namespace AkkaClip.Core.Sampling;

/// <summary>
/// The endless sample stream: position p stands for sample <c>At(p)</c>, a pure function of (p, seed, sizes). Every
/// epoch, N positions, visits each of the N samples once, in its own order.
/// </summary>
/// <remarks>
/// Samples that lie together make a block. An epoch permutes the blocks, cuts their sequence into windows, and permutes
/// the samples inside each window. A reader that keeps one window's blocks reads every block once and from its start
/// to its end, as tars and object storage want it. Where a window covers the data set, the order is a full shuffle.
/// The last block may be short; wherever the epoch's permutation puts it, its window is that much smaller.
/// </remarks>
public sealed class SampleOrder
{
    /// <summary>The most samples that a data set may have.</summary>
    public const long MaxSamples = 1L << 40;

    private const int LocalAttempts = 8;

    private readonly long _seed;
    private readonly EpochLayout _layout;
    private EpochOrder _recent;

    /// <param name="numSamples">N, 1 to 2^40.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="blockSamples">Samples of a block, at least 1.</param>
    /// <param name="windowBlocks">Blocks of a window, at least 1.</param>
    public SampleOrder(long numSamples, long seed, int blockSamples, int windowBlocks)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numSamples);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numSamples, MaxSamples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockSamples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowBlocks);
        _seed = seed;
        _layout = new EpochLayout(numSamples, Math.Min(blockSamples, numSamples), windowBlocks);
        _recent = new EpochOrder(_layout, _seed, 0);
    }

    public long NumSamples => _layout.NumSamples;

    /// <param name="position">0 or more.</param>
    public SamplePosition At(long position)
    {
        var (epoch, offset) = Split(position);
        return new SamplePosition(epoch, Epoch(epoch).At(offset));
    }

    /// <summary>
    /// Who stands in when the sample of a position cannot be decoded: attempt 1, 2, ... give candidates that depend on
    /// the position alone, first from the same window (its blocks are at hand), later from the whole data set.
    /// </summary>
    /// <remarks>A candidate is never the position's own sample, unless its window, or the data set, holds no other.</remarks>
    public SamplePosition Replacement(long position, int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(attempt);
        var (epoch, offset) = Split(position);
        var order = Epoch(epoch);
        var random = CounterRandom.For(_seed, RandomPurpose.Replacement, position, attempt);
        var (start, size) = attempt <= LocalAttempts ? order.WindowAt(offset) : (0, NumSamples);
        var other = size == 1 ? offset : start + ((offset - start + 1 + random.NextInt64(size - 1)) % size);
        return new SamplePosition(epoch, order.At(other));
    }

    private (long Epoch, long Offset) Split(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return Math.DivRem(position, NumSamples);
    }

    /// <summary>The epoch's order; the one used last is kept. Threads may race here: they would keep equal objects.</summary>
    private EpochOrder Epoch(long epoch)
    {
        var recent = Volatile.Read(ref _recent);
        if (recent.Epoch != epoch)
            Volatile.Write(ref _recent, recent = new EpochOrder(_layout, _seed, epoch));
        return recent;
    }
}
