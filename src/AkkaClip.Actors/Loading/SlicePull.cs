using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Collectives.Links;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Actors.Loading;

/// <summary>
/// One slice on its way: asked of one node, of the next when that one fails, and of another one as well when it is slow; the
/// first answer counts. A slow node is not given up, because its answer may be the next to come.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source of cancellation without timer or wait handle has nothing to release.")]
internal sealed class SlicePull
{
    /// <summary>When all nodes have failed, they are asked again after so long.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly PulledBatches _owner;
    private readonly PositionRange _slice;
    private readonly CancellationTokenSource _cancelled = new();
    private readonly HashSet<LoaderAddress> _tried = [];
    private readonly Dictionary<LoaderAddress, string> _refusals = [];
    private readonly Dictionary<Task<Batch>, LoaderAddress> _underWay = [];

    public SlicePull(PulledBatches owner, PositionRange slice)
    {
        (_owner, _slice) = (owner, slice);
        Result = Task.Run(Run);
    }

    public Task<Batch> Result { get; }

    /// <summary>Someone waits for it: it is not dropped for others that are expected.</summary>
    public bool IsWanted { get; set; }

    public void Cancel() => _cancelled.Cancel();

    private async Task<Batch> Run()
    {
        try
        {
            while (true)
            {
                var listing = _owner.Directory.Current;
                if (_owner.Turns.Next(_slice, listing.Loaders, _tried) is { } next)
                {
                    _tried.Add(next);
                    _underWay.Add(Ask(next, listing.Configuration), next);
                }
                else if (_underWay.Count == 0)
                {
                    await AwaitOthers(listing).ConfigureAwait(false);
                    continue;
                }

                if (await FirstAnswer().ConfigureAwait(false) is { } batch)
                    return batch;
            }
        }
        finally
        {
            await _cancelled.CancelAsync().ConfigureAwait(false); // the others need not answer any more
        }
    }

    /// <summary>Waits for one of the nodes that are asked; null: it failed, or all take long.</summary>
    private async Task<Batch?> FirstAnswer()
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(_cancelled.Token);
        var patience = Task.Delay(_owner.Options.Timeout, _owner.Time, pause.Token);
        var first = await Task.WhenAny(_underWay.Keys.Append(patience)).ConfigureAwait(false);
        await pause.CancelAsync().ConfigureAwait(false);
        _cancelled.Token.ThrowIfCancellationRequested();
        if (first is not Task<Batch> answer || !_underWay.Remove(answer, out var loader))
        {
            foreach (var slow in _underWay.Values)
                _owner.Turns.Failed(slow, FormattableString.Invariant($"no batch within {_owner.Options.Timeout.TotalSeconds:0.###} s"));
            return null;
        }

        try
        {
            var batch = await answer.ConfigureAwait(false);
            _owner.Turns.Answered(loader);
            return batch;
        }
        catch (BatchRefusedException e)
        {
            _refusals[loader] = e.Message;
            _owner.Turns.Failed(loader, e.Message);
        }
        catch (Exception e) when (e is BulkFailedException or InvalidDataException)
        {
            _owner.Turns.Failed(loader, e.Message);
        }
        return null;
    }

    /// <summary>All were asked, and nobody is left who may answer.</summary>
    /// <exception cref="NoLoaderException">The run does not say to wait.</exception>
    /// <exception cref="UserErrorException">None of them can use its data.</exception>
    private async Task AwaitOthers(LoaderListing listing)
    {
        if (!_owner.Options.Waits)
            throw new NoLoaderException("no node of role data gives the batch");
        if (!listing.Loaders.IsEmpty && listing.Loaders.All(_refusals.ContainsKey))
            throw new UserErrorException($"no node can use the run's data: {string.Join("; ", _refusals.Select(refusal => $"node {refusal.Key.Node}: {refusal.Value}"))}");
        _tried.Clear();
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(_cancelled.Token);
        var again = Task.Delay(listing.Loaders.IsEmpty ? _owner.Options.Timeout : s_pause, _owner.Time, pause.Token);
        await Task.WhenAny(listing.Replaced, again).ConfigureAwait(false);
        await pause.CancelAsync().ConfigureAwait(false);
        _cancelled.Token.ThrowIfCancellationRequested();
        if (listing.Loaders.IsEmpty && !listing.Replaced.IsCompleted)
            _owner.Turns.NobodyIsThere();
    }

    private async Task<Batch> Ask(LoaderAddress loader, string configuration)
    {
        var maxBytes = BatchAnswer.MaxBytes(_slice.Count, _owner.Options.Target);
        var buffer = ArrayPool<byte>.Shared.Rent(maxBytes);
        try
        {
            var numBytes = await _owner.Client.RequestInto(
                DataPlaneEndpoint.Parse(loader.Endpoint),
                BatchRequest.Channel(_owner.Options.Run, configuration),
                BatchRequest.Write(_slice),
                buffer.AsMemory(0, maxBytes),
                _cancelled.Token).ConfigureAwait(false);
            var (batch, problems) = BatchAnswer.Read(buffer.AsSpan(0, numBytes), _slice, _owner.Options.Target);
            _owner.Count(batch, problems);
            return batch;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer); // the request is over: nobody writes into it any more
        }
    }
}
