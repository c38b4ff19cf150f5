using System.Collections.Immutable;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;

namespace AkkaClip.Actors.Loading;

/// <summary>A trainer's batches from wherever the run says: nodes that serve it, or this node.</summary>
/// <param name="place">Who is to make them.</param>
/// <param name="node">This node's name: where it serves the run itself, its trainers need no link.</param>
/// <param name="openOwn">Opens this node's data; not called before it is needed.</param>
/// <param name="pulled">The batches of other nodes.</param>
internal sealed class RunLoader(LoaderPlace place, string node, Func<IBatchLoader> openOwn, PulledBatches pulled) : IBatchLoader
{
    private readonly Lazy<IBatchLoader> _own = new(openOwn);

    public LoaderStatistics Statistics => _own.IsValueCreated ? Sum(_own.Value.Statistics, pulled.Statistics) : pulled.Statistics;

    private bool IsOwn
    {
        get
        {
            var loaders = pulled.Directory.Current.Loaders;
            return place == LoaderPlace.Own || loaders.Any(loader => loader.Node == node) || (loaders.IsEmpty && place != LoaderPlace.Nodes);
        }
    }

    public async Task<Batch> LoadAsync(PositionRange slice, CancellationToken cancellation = default)
    {
        if (IsOwn)
            return await _own.Value.LoadAsync(slice, cancellation).ConfigureAwait(false);
        try
        {
            return await pulled.LoadAsync(slice, cancellation).ConfigureAwait(false);
        }
        catch (NoLoaderException)
        {
            return await _own.Value.LoadAsync(slice, cancellation).ConfigureAwait(false);
        }
    }

    public void Expect(IReadOnlyList<PositionRange> upcoming)
    {
        var isOwn = IsOwn;
        pulled.Expect(isOwn ? [] : upcoming);
        if (_own.IsValueCreated) // by the slice that was asked for before
            _own.Value.Expect(isOwn ? upcoming : []);
    }

    public void Recycle(Batch batch)
    {
        if (_own.IsValueCreated)
            _own.Value.Recycle(batch); // arrays are arrays, wherever they came from
    }

    public void Dispose()
    {
        pulled.Dispose();
        if (_own.IsValueCreated)
            _own.Value.Dispose();
    }

    private static LoaderStatistics Sum(LoaderStatistics own, LoaderStatistics pulled) => new(
        own.NumSamples + pulled.NumSamples,
        own.NumReplaced.Concat(pulled.NumReplaced).GroupBy(kind => kind.Key).ToImmutableSortedDictionary(kind => kind.Key, kind => kind.Sum(count => count.Value)),
        own.CachedBytes,
        own.RecentProblems);
}
