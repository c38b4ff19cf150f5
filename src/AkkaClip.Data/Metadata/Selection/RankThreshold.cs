using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Files;
using Parquet.Schema;

namespace AkkaClip.Data.Metadata.Selection;

/// <summary>
/// The largest key with which at most N rows have it or a lesser one: exact, in two passes over the keys and a few megabytes.
/// The first counts the keys by their first bits, the second sorts those of the one bucket that N falls into.
/// </summary>
public sealed class RankThreshold(RowGroupScan scan, Func<MetadataFile, RankThreshold.Keys> keys)
{
    private const int BucketBits = 20;
    private const int MaxSorted = 16 << 20;

    /// <param name="Fields">Columns that are read.</param>
    /// <param name="ReadAsync">The keys of a row group's rows; rows without one are left out.</param>
    public sealed record Keys(IReadOnlyList<DataField> Fields, Func<RowGroupColumns, CancellationToken, ValueTask<ulong[]>> ReadAsync);

    /// <summary>How many rows have a key.</summary>
    public long NumKeys { get; private set; }

    /// <summary>Rows up to the threshold.</summary>
    public long NumSelected { get; private set; }

    /// <param name="wanted">N as a function of the number of keys.</param>
    /// <param name="progress">Is told rows.</param>
    /// <param name="cancellation">Ends early.</param>
    /// <returns>The threshold; null: not even one row.</returns>
    public async Task<ulong?> FindAsync(Func<long, long> wanted, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var counts = new long[1 << BucketBits];
        await scan.RunAsync(file => Job(file, all => all), (_, _, group) =>
        {
            foreach (var key in group)
                counts[key >> 64 - BucketBits]++;
            return ValueTask.CompletedTask;
        }, progress, cancellation);
        NumKeys = counts.Sum();
        var target = Math.Min(wanted(NumKeys), NumKeys);
        var (bucket, before) = (0, 0L);
        while (bucket < counts.Length && before + counts[bucket] <= target)
            before += counts[bucket++];
        NumSelected = before;
        var whole = bucket == 0 ? (ulong?)null : ((ulong)bucket << 64 - BucketBits) - 1;
        if (bucket == counts.Length || before == target)
            return bucket == counts.Length ? ulong.MaxValue : whole;
        // Keys that are equal by the million cannot be told apart, and stay out together.
        if (counts[bucket] > MaxSorted)
            return whole;
        var inside = new List<ulong>();
        await scan.RunAsync(file => Job(file, all => Array.FindAll(all, key => key >> 64 - BucketBits == (ulong)bucket)), (_, _, group) =>
        {
            inside.AddRange(group);
            return ValueTask.CompletedTask;
        }, progress, cancellation);
        inside.Sort();
        var room = (int)(target - before);
        while (room > 0 && inside[room] == inside[room - 1])
            room--;
        NumSelected += room;
        return room > 0 ? inside[room - 1] : whole;
    }

    private RowGroupScan.Job<ulong[]> Job(MetadataFile file, Func<ulong[], ulong[]> keep)
    {
        var bound = keys(file);
        return new RowGroupScan.Job<ulong[]>(bound.Fields, async (group, cancellation) => keep(await bound.ReadAsync(group, cancellation)));
    }
}
