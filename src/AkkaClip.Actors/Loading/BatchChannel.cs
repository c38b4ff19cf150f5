using System.Collections.Immutable;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Core.Batches;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Samples;

namespace AkkaClip.Actors.Loading;

/// <summary>Answers requests for the batches of one run, several at once.</summary>
/// <param name="loader">Makes them; it stays the caller's.</param>
/// <param name="target">What they are for.</param>
/// <param name="budget">Memory of the batches under way: a request that does not fit waits before its batch is begun.</param>
internal sealed class BatchChannel(IBatchLoader loader, LoaderTarget target, ByteBudget budget)
{
    /// <summary>After so much of an answer it is seen whether anybody still wants the rest.</summary>
    private const int PieceBytes = 4 << 20;

    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<SampleProblemKind, long> _told = ImmutableSortedDictionary<SampleProblemKind, long>.Empty;

    /// <inheritdoc cref="BulkHandler"/>
    public async Task Serve(ReadOnlyMemory<byte> request, IBulkBody body, CancellationToken cancelled)
    {
        var slice = BatchRequest.Read(request.Span, target.GlobalBatch);
        using var claim = await budget.Take(BatchAnswer.NumBytes(slice.Count, target), cancelled).ConfigureAwait(false);
        Batch batch;
        try
        {
            batch = await loader.LoadAsync(slice, cancelled).ConfigureAwait(false);
        }
        catch (DataSourceException e)
        {
            await body.Write(BatchAnswer.WriteRefusal(e.Message)).ConfigureAwait(false);
            return;
        }

        try
        {
            await Send(batch, body, cancelled).ConfigureAwait(false);
        }
        finally
        {
            loader.Recycle(batch);
        }
    }

    private async Task Send(Batch batch, IBulkBody body, CancellationToken cancelled)
    {
        var problems = TakeProblems();
        try
        {
            await body.Write(BatchAnswer.WriteHead(batch, problems, target)).ConfigureAwait(false);
            for (var start = 0; start < batch.Pixels.Length; start += PieceBytes)
            {
                cancelled.ThrowIfCancellationRequested();
                await body.Write(batch.Pixels.AsMemory(start, Math.Min(PieceBytes, batch.Pixels.Length - start))).ConfigureAwait(false);
            }
        }
        catch
        {
            TellAgain(problems);
            throw;
        }
    }

    /// <summary>Samples that could not be used and that nobody was told of.</summary>
    private ImmutableSortedDictionary<SampleProblemKind, long> TakeProblems()
    {
        lock (_gate)
        {
            var all = loader.Statistics.NumReplaced;
            var news = all.ToImmutableSortedDictionary(kind => kind.Key, kind => kind.Value - _told.GetValueOrDefault(kind.Key));
            _told = all;
            return news;
        }
    }

    private void TellAgain(ImmutableSortedDictionary<SampleProblemKind, long> problems)
    {
        lock (_gate)
            _told = _told.ToImmutableSortedDictionary(kind => kind.Key, kind => kind.Value - problems.GetValueOrDefault(kind.Key));
    }
}
