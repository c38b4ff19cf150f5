using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Metadata.Files;

/// <summary>How many row groups may be in memory at a time.</summary>
/// <param name="Bytes">For all of them together.</param>
/// <param name="MaxParallel">However small they are.</param>
public sealed record MemoryBudget(long Bytes, int MaxParallel)
{
    /// <summary>Leaves room below 500 MB for the program itself.</summary>
    public static MemoryBudget Default { get; } = new(380L << 20, Environment.ProcessorCount);

    /// <summary>Gives back what was let go of before more is taken; left alone, the collector waits until the machine runs short.</summary>
    public void Reclaim()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) > Bytes / 3)
            GC.Collect();
    }

    /// <param name="path">The file of the row group.</param>
    /// <param name="rowGroup">Its number.</param>
    /// <param name="estimate">Bytes that it takes.</param>
    /// <exception cref="DataSourceException">One alone is too much.</exception>
    public int Parallel(string path, int rowGroup, long estimate)
    {
        if (estimate > Bytes)
        {
            throw new DataSourceException(
                path, $"row group {rowGroup} takes about {estimate >> 20} MiB, over the {Bytes >> 20} MiB that are allowed",
                "write it with smaller row groups (pyarrow: row_group_size=500000), or allow more with --memory");
        }
        return (int)Math.Clamp(Bytes / Math.Max(1, estimate), 1, MaxParallel);
    }
}
