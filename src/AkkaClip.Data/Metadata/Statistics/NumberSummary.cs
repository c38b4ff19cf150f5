namespace AkkaClip.Data.Metadata.Statistics;

/// <summary>
/// The distribution of any number of values in fixed memory. Quantiles come from buckets of equal leading bits of the number as a
/// float: they are off by 0.1 % of their value at most; least, largest, mean and counts are exact.
/// </summary>
public sealed class NumberSummary
{
    private const int BucketBits = 18;
    private readonly int[] _low = new int[1 << BucketBits];
    private readonly Dictionary<int, long> _carried = [];
    private double _sum;

    public long Count { get; private set; }

    public long Missing { get; private set; }

    /// <summary>Values outside of what the column may have.</summary>
    public long OutOfRange { get; private set; }

    public double Least { get; private set; } = double.PositiveInfinity;

    public double Largest { get; private set; } = double.NegativeInfinity;

    public double Mean => _sum / Count;

    public void AddMissing() => Missing++;

    /// <param name="value">A number.</param>
    /// <param name="range">What the column may have; others are counted, and kept out of the distribution.</param>
    public void Add(double value, (double From, double To) range)
    {
        if (!(value >= range.From && value <= range.To))
        {
            OutOfRange++;
            return;
        }
        Count++;
        _sum += value;
        Least = Math.Min(Least, value);
        Largest = Math.Max(Largest, value);
        Increase(Bucket(value), 1);
    }

    public void Add(NumberSummary other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (Count, Missing, OutOfRange, _sum) = (Count + other.Count, Missing + other.Missing, OutOfRange + other.OutOfRange, _sum + other._sum);
        (Least, Largest) = (Math.Min(Least, other.Least), Math.Max(Largest, other.Largest));
        for (var b = 0; b < _low.Length; b++)
        {
            if (other._low[b] != 0)
                Increase(b, other._low[b]);
        }
        foreach (var (bucket, count) in other._carried)
            _carried[bucket] = _carried.GetValueOrDefault(bucket) + count;
    }

    /// <summary>The value below which a share of all values lies.</summary>
    public double Quantile(double share)
    {
        if (Count == 0)
            return double.NaN;
        var rank = Math.Clamp((long)Math.Ceiling(share * Count), 1, Count);
        var before = 0L;
        for (var b = 0; b < _low.Length; b++)
        {
            before += Number(b);
            if (before >= rank)
                return Math.Clamp((Edge(b) + Edge(b + 1)) / 2, Least, Largest);
        }
        return Largest;
    }

    /// <summary>How many values lie in each of <paramref name="bins"/> equal parts between two values; the ends take what lies beyond.</summary>
    public long[] Histogram(double from, double to, int bins)
    {
        var counts = new long[bins];
        for (var b = 0; b < _low.Length; b++)
        {
            if (Number(b) is > 0 and var number)
                counts[Math.Clamp((int)((Math.Clamp((Edge(b) + Edge(b + 1)) / 2, Least, Largest) - from) / (to - from) * bins), 0, bins - 1)] += number;
        }
        return counts;
    }

    private long Number(int bucket) => _low[bucket] + _carried.GetValueOrDefault(bucket);

    private void Increase(int bucket, int by)
    {
        if (_low[bucket] > int.MaxValue - by)
        {
            _carried[bucket] = _carried.GetValueOrDefault(bucket) + _low[bucket];
            _low[bucket] = 0;
        }
        _low[bucket] += by;
    }

    // Ordered as the numbers are: negative ones have their bits turned over.
    private static int Bucket(double value)
    {
        var bits = BitConverter.SingleToUInt32Bits((float)value);
        return (int)(((bits & 1u << 31) != 0 ? ~bits : bits | 1u << 31) >> 32 - BucketBits);
    }

    private static double Edge(int bucket)
    {
        var ordered = (uint)Math.Min((ulong)bucket << 32 - BucketBits, uint.MaxValue);
        var value = BitConverter.UInt32BitsToSingle((ordered & 1u << 31) != 0 ? ordered & ~(1u << 31) : ~ordered);
        return float.IsNaN(value) ? 0 : value;
    }
}
