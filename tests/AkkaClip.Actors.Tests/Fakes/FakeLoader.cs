using System.Collections.Immutable;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;

namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>A loader whose batches are made from their positions.</summary>
internal sealed class FakeLoader(FaultPlan faults, Func<PositionRange, Batch> make) : IBatchLoader
{
    public LoaderStatistics Statistics { get; private set; } = new(0, ImmutableSortedDictionary<Data.Samples.SampleProblemKind, long>.Empty, 0, []);

    public async Task<Batch> LoadAsync(PositionRange slice, CancellationToken cancellation = default)
    {
        await Task.Yield();
        faults.Reach(FaultPoint.Loading, slice.Start);
        return make(slice);
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
