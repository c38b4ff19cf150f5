using AkkaClip.Data.Samples;

namespace AkkaClip.Evaluation.Tasks;

/// <summary>Some samples of a source, evenly spread over it, for its beginning may be of one class. The source stays its owner's.</summary>
internal sealed class SpreadSamples : ISampleSource
{
    private readonly ISampleSource _source;

    /// <param name="source">The source.</param>
    /// <param name="max">At most so many samples; 0: all.</param>
    public SpreadSamples(ISampleSource source, int max)
    {
        _source = source;
        Count = max == 0 ? source.Count : Math.Min(max, source.Count);
    }

    public long Count { get; }

    public string Description => _source.Description;

    public SourceReport Report => _source.Report;

    public EncodedSample Read(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _source.Read((long)((Int128)index * _source.Count / Count));
    }

    public void Dispose()
    {
    }
}
