using AkkaClip.Core.Batches;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Data.Batches;

/// <summary>
/// Makes the batch of any slice of the sample stream. The result depends on the specification and the slice alone:
/// not on what was asked before, on the number of threads, or on who asks.
/// </summary>
public interface IBatchLoader : IDisposable
{
    /// <summary>Totals since the loader was made.</summary>
    LoaderStatistics Statistics { get; }

    /// <summary>Returns the batch of the slice, at once where it was made ahead.</summary>
    /// <exception cref="Samples.DataSourceException">Too many samples had to be replaced, or the data became unreadable.</exception>
    Task<Batch> LoadAsync(PositionRange slice, CancellationToken cancellation = default);

    /// <summary>
    /// Says which slices will be asked for next, in order, by all who use this loader. As many as the specification allows
    /// are made ahead; those made ahead earlier and not named again are dropped.
    /// </summary>
    void Expect(IReadOnlyList<PositionRange> upcoming);

    /// <summary>Gives a batch's buffers back for reuse; the caller must not touch the batch afterwards. Optional.</summary>
    void Recycle(Batch batch);
}
