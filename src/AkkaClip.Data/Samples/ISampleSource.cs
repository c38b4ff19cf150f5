namespace AkkaClip.Data.Samples;

/// <summary>
/// A data set of images with captions under random access: shards, a table, or a folder.
/// Safe to read from several threads; the samples and their order never change while it is open.
/// </summary>
public interface ISampleSource : IDisposable
{
    /// <summary>Number of samples; at least 1.</summary>
    long Count { get; }

    /// <summary>What was opened, for people: format, path, samples.</summary>
    string Description { get; }

    /// <summary>Rows and members that are no samples, with their reasons, found when the source was opened.</summary>
    SourceReport Report { get; }

    /// <summary>Reads one sample as it is stored. A sample that is unusable has its <see cref="EncodedSample.Problem"/> set.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is no sample of this source.</exception>
    /// <exception cref="DataSourceException">The file behind the source became unreadable.</exception>
    EncodedSample Read(long index);
}
