using System.Collections.Immutable;

namespace Akka.Remote;

/// <summary>The last intervals between heartbeats, in milliseconds, with their sums.</summary>
internal sealed class HeartbeatHistory
{
    private readonly int _maxSampleSize;
    private readonly ImmutableQueue<long> _intervals;
    private readonly int _count;
    private readonly long _sum;
    private readonly long _squaredSum;

    private HeartbeatHistory(int maxSampleSize, ImmutableQueue<long> intervals, int count, long sum, long squaredSum)
    {
        _maxSampleSize = maxSampleSize;
        _intervals = intervals;
        _count = count;
        _sum = sum;
        _squaredSum = squaredSum;
    }

    public double Mean => (double)_sum / _count;

    /// <summary>Never NaN: rounding can leave a variance a little below zero.</summary>
    public double StdDeviation => Math.Sqrt(Math.Max(0, ((double)_squaredSum / _count) - (Mean * Mean)));

    /// <exception cref="ArgumentOutOfRangeException">There must be room for at least one sample.</exception>
    public static HeartbeatHistory Empty(int maxSampleSize) => maxSampleSize >= 1
        ? new HeartbeatHistory(maxSampleSize, [], 0, 0, 0)
        : throw new ArgumentOutOfRangeException(nameof(maxSampleSize), $"maxSampleSize must be >= 1, got {maxSampleSize}");

    public HeartbeatHistory Add(long interval)
    {
        if (_count < _maxSampleSize)
            return new HeartbeatHistory(_maxSampleSize, _intervals.Enqueue(interval), _count + 1, _sum + interval, _squaredSum + (interval * interval));
        var rest = _intervals.Dequeue(out var oldest);
        return new HeartbeatHistory(
            _maxSampleSize, rest.Enqueue(interval), _count,
            _sum - oldest + interval, _squaredSum - (oldest * oldest) + (interval * interval));
    }
}
