using System.Collections.Immutable;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Tests.Samples;

namespace AkkaClip.Data.Tests.Batches;

/// <summary>Samples in memory: a small picture each, and captions index * 10, index * 10 + 1, ...</summary>
internal sealed class MemorySource(int count, int numCaptions = 1, params int[] broken) : ISampleSource
{
    private readonly byte[][] _pictures = [.. Enumerable.Range(0, count).Select(index => Build.Png(12 + (index % 5), 10 + (index % 3), index))];
    private int _numReads;

    /// <summary>Reads wait until it is open.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    public long Count => count;

    public int NumReads => _numReads;

    public string Description => "memory";

    public SourceReport Report => SourceReport.Clean;

    public EncodedSample Read(long index)
    {
        Gate.Wait();
        Interlocked.Increment(ref _numReads);
        return new EncodedSample
        {
            Index = index,
            Key = $"sample {index}",
            Image = broken.Contains((int)index) ? _pictures[index].AsMemory(0, 40) : _pictures[index],
            Captions = [.. Enumerable.Range(0, numCaptions).Select(caption => $"{(index * 10) + caption}")],
            Fields = ImmutableDictionary<string, string>.Empty,
        };
    }

    public void Dispose() => Gate.Dispose();
}
