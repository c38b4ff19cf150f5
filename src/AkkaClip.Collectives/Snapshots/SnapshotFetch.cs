using System.Collections.Concurrent;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Collectives.Links;

namespace AkkaClip.Collectives.Snapshots;

/// <summary>
/// Pulls an offered state from several nodes at once. The nodes must agree on the SHA-256 of every stripe, and every stripe
/// is checked by it; the stripes of a node that is lost or sends others come from the rest.
/// </summary>
public static class SnapshotFetch
{
    /// <summary>Requests under way at one peer: one is answered while another one travels.</summary>
    private const int RequestsPerPeer = 2;

    /// <param name="client">Connections.</param>
    /// <param name="peers">Nodes that offer the state; one that lives is enough.</param>
    /// <param name="name">As it was offered.</param>
    /// <param name="blocks">Receive the state; lengths as offered.</param>
    /// <param name="cancelled">Ends the transfer.</param>
    /// <returns>How many stripes each peer gave.</returns>
    /// <exception cref="BulkFailedException">No peer is left, or they offer another layout. The blocks' content is undefined.</exception>
    public static async Task<IReadOnlyDictionary<DataPlaneEndpoint, int>> Run(
        BulkClient client, IReadOnlyList<DataPlaneEndpoint> peers, string name, IReadOnlyList<Memory<byte>> blocks, CancellationToken cancelled)
    {
        var losses = new ConcurrentDictionary<DataPlaneEndpoint, string>();
        var manifest = await Agree(client, peers, name, losses, cancelled).ConfigureAwait(false);
        var lengths = blocks.Select(block => (long)block.Length).ToArray();
        if (!manifest.BlockLengths.SequenceEqual(lengths))
            throw new BulkFailedException($"State {name} has blocks of [{string.Join(", ", manifest.BlockLengths)}] bytes; [{string.Join(", ", lengths)}] are expected.");

        var open = new ConcurrentQueue<Stripe>(manifest.Stripes());
        var given = new ConcurrentDictionary<DataPlaneEndpoint, int>();
        while (!open.IsEmpty)
        {
            // What a lost peer leaves may come back to the queue when the others have found it empty: hence the rounds.
            var living = peers.Where(peer => !losses.ContainsKey(peer)).ToArray();
            if (living.Length == 0)
                throw Lost(name, losses);
            await Task.WhenAll(living.SelectMany(peer => Enumerable.Range(0, RequestsPerPeer).Select(_ => Pull(peer)))).ConfigureAwait(false);
        }
        return given;

        async Task Pull(DataPlaneEndpoint peer)
        {
            while (!losses.ContainsKey(peer) && open.TryDequeue(out var stripe))
            {
                if (await Take(peer, stripe).ConfigureAwait(false) is not { } loss)
                {
                    given.AddOrUpdate(peer, 1, (_, count) => count + 1);
                    continue;
                }
                losses.TryAdd(peer, loss);
                open.Enqueue(stripe);
            }
        }

        async Task<string?> Take(DataPlaneEndpoint peer, Stripe stripe)
        {
            var target = blocks[stripe.Block].Slice(stripe.Start, stripe.Length);
            try
            {
                var request = new SnapshotRequest(name, stripe.Index).ToBytes();
                var count = await client.RequestInto(peer, SnapshotRequest.Channel, request, target, cancelled).ConfigureAwait(false);
                return count == stripe.Length && manifest.Fits(stripe, target.Span) ? null : $"sent stripe {stripe.Index} with another hash";
            }
            catch (BulkFailedException e)
            {
                return e.Message;
            }
        }
    }

    /// <summary>The manifest that most peers give; the others count as lost.</summary>
    private static async Task<SnapshotManifest> Agree(
        BulkClient client, IReadOnlyList<DataPlaneEndpoint> peers, string name, ConcurrentDictionary<DataPlaneEndpoint, string> losses, CancellationToken cancelled)
    {
        var request = new SnapshotRequest(name, null).ToBytes();
        var answers = await Task.WhenAll(peers.Select(async peer =>
        {
            try
            {
                return (peer, Bytes: await client.Request(peer, SnapshotRequest.Channel, request, SnapshotManifest.MaxBytes, cancelled).ConfigureAwait(false));
            }
            catch (BulkFailedException e)
            {
                losses[peer] = e.Message;
                return (peer, Bytes: null!);
            }
        })).ConfigureAwait(false);

        var agreed = answers.Where(answer => answer.Bytes is not null).GroupBy(answer => Convert.ToHexString(answer.Bytes)).MaxBy(group => group.Count())
            ?? throw Lost(name, losses);
        foreach (var (peer, bytes) in answers)
        {
            if (bytes is not null && !agreed.Any(answer => answer.peer == peer))
                losses[peer] = "offers other contents than most";
        }
        try
        {
            return SnapshotManifest.Parse(agreed.First().Bytes);
        }
        catch (InvalidDataException e)
        {
            throw new BulkFailedException($"State {name}: {e.Message}", e);
        }
    }

    private static BulkFailedException Lost(string name, IEnumerable<KeyValuePair<DataPlaneEndpoint, string>> losses) =>
        new($"State {name} cannot be had from anybody: {string.Join("; ", losses.Select(loss => $"{loss.Key}: {loss.Value}"))}");
}
