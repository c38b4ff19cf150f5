using System.Collections.Immutable;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;

namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>A loader whose samples are their positions.</summary>
internal sealed class FakeLoader(FaultPlan faults) : IBatchLoader
{
    public LoaderStatistics Statistics { get; private set; } = new(0, ImmutableSortedDictionary<Data.Samples.SampleProblemKind, long>.Empty, 0, []);

    public async Task<Batch> LoadAsync(PositionRange slice, CancellationToken cancellation = default)
    {
        await Task.Yield();
        faults.Reach(FaultPoint.Loading, slice.Start);
        return new Batch
        {
            FirstPosition = slice.Start,
            ImageSize = 1,
            ContextLength = 1,
            Pixels = new byte[3 * slice.Count],
            Tokens = new int[slice.Count],
            SampleIds = [.. Enumerable.Range(0, slice.Count).Select(row => slice.Start + row)],
        };
    }

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
