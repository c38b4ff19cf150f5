using System.Collections.Immutable;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Samples;

namespace AkkaClip.Benchmarks.Loaders;

/// <summary>A loader whose batch is there at once: what is left is the way to the trainer.</summary>
internal sealed class ReadyBatches(LoaderTarget target) : IBatchLoader
{
    private readonly Batch _batch = new()
    {
        FirstPosition = 0,
        ImageSize = target.ImageSize,
        ContextLength = target.ContextLength,
        Pixels = new byte[3 * target.GlobalBatch * target.ImageSize * target.ImageSize],
        Tokens = new int[target.GlobalBatch * target.ContextLength],
        SampleIds = new long[target.GlobalBatch],
    };

    public LoaderStatistics Statistics { get; } = new(0, ImmutableSortedDictionary<SampleProblemKind, long>.Empty, 0, []);

    public Task<Batch> LoadAsync(PositionRange slice, CancellationToken cancellation = default) => Task.FromResult(_batch);

    public void Expect(IReadOnlyList<PositionRange> upcoming)
    {
    }

    public void Recycle(Batch batch)
    {
    }

    public void Dispose()
    {
    }
}
