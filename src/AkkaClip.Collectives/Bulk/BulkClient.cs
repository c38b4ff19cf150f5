using AkkaClip.Collectives.Links;

namespace AkkaClip.Collectives.Bulk;

/// <summary>
/// Asks other nodes for bulk bytes. One connection for each peer, opened on demand and opened anew after it broke, carries
/// any number of requests at once. A peer that neither answers nor gives signs of life fails its requests within the
/// options' silence limit; how long an answer may take to begin is up to the caller's token.
/// </summary>
public sealed class BulkClient(DataPlaneOptions options) : IDisposable
{
    private readonly Dictionary<DataPlaneEndpoint, BulkPeer> _peers = [];
    private bool _isClosed;

    /// <summary>The whole answer.</summary>
    /// <param name="peer">Whom to ask.</param>
    /// <param name="channel">As its server has registered it.</param>
    /// <param name="request">At most 500 KiB.</param>
    /// <param name="maxBytes">A longer answer fails.</param>
    /// <param name="cancelled">Gives up the request; the peer is told.</param>
    /// <exception cref="BulkFailedException">No answer, or a wrong one.</exception>
    public async Task<byte[]> Request(DataPlaneEndpoint peer, string channel, ReadOnlyMemory<byte> request, int maxBytes, CancellationToken cancelled)
    {
        var call = new BulkCall(null, maxBytes);
        await Run(peer, channel, request, call, cancelled).ConfigureAwait(false);
        return call.Answer;
    }

    /// <summary>Receives straight into a buffer, which is not to be touched until the task is over.</summary>
    /// <returns>Bytes of the answer; a longer one than fits fails.</returns>
    /// <exception cref="BulkFailedException">No answer, or a wrong one.</exception>
    public Task<int> RequestInto(DataPlaneEndpoint peer, string channel, ReadOnlyMemory<byte> request, Memory<byte> answer, CancellationToken cancelled) =>
        Run(peer, channel, request, new BulkCall(answer, answer.Length), cancelled);

    /// <summary>Ends all connections; requests under way fail.</summary>
    public void Dispose()
    {
        BulkPeer[] left;
        lock (_peers)
        {
            _isClosed = true;
            left = [.. _peers.Values];
        }
        foreach (var peer in left)
            peer.End("the client is closing");
    }

    private async Task<int> Run(DataPlaneEndpoint endpoint, string channel, ReadOnlyMemory<byte> request, BulkCall call, CancellationToken cancelled)
    {
        cancelled.ThrowIfCancellationRequested();
        while (true)
        {
            var peer = Connect(endpoint);
            if (peer.Ask(channel, request.Span, call) is not { } id)
                continue; // the link broke just now and is forgotten: another one
            using var giveUp = cancelled.Register(() => peer.GiveUp(id, cancelled));
            return await call.Done.ConfigureAwait(false);
        }
    }

    private BulkPeer Connect(DataPlaneEndpoint endpoint)
    {
        lock (_peers)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (!_peers.TryGetValue(endpoint, out var peer))
                _peers[endpoint] = peer = new BulkPeer(endpoint, options, Forget);
            return peer;
        }
    }

    private void Forget(BulkPeer peer)
    {
        lock (_peers)
        {
            foreach (var (endpoint, known) in _peers)
            {
                if (known == peer)
                    _peers.Remove(endpoint);
            }
        }
    }
}
