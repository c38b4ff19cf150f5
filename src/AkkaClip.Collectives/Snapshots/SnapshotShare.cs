using AkkaClip.Collectives.Bulk;

namespace AkkaClip.Collectives.Snapshots;

/// <summary>Offers immutable states by name, for other nodes to pull stripe by stripe while this one goes on.</summary>
public sealed class SnapshotShare : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Offering> _offers = [];
    private readonly IDisposable _registration;

    /// <exception cref="InvalidOperationException">The server has a share already.</exception>
    public SnapshotShare(BulkServer server) => _registration = server.Register(SnapshotRequest.Channel, Serve);

    /// <summary>
    /// Offers bytes until the returned object is disposed, which waits for requests under way; they must not change and
    /// stay allocated until then.
    /// </summary>
    /// <param name="name">The same at all nodes that hold the same state, such as <c>run-7/step-120</c>.</param>
    /// <param name="blocks">Parts of the state, in an order that is the same everywhere.</param>
    /// <exception cref="InvalidOperationException">The name is offered already.</exception>
    public IDisposable Offer(string name, IReadOnlyList<ReadOnlyMemory<byte>> blocks)
    {
        var offer = new Offering(this, name, blocks);
        lock (_gate)
        {
            if (!_offers.TryAdd(name, offer))
                throw new InvalidOperationException($"A state {name} is offered already.");
        }
        return offer;
    }

    public void Dispose() => _registration.Dispose();

    private async Task Serve(ReadOnlyMemory<byte> bytes, IBulkBody body, CancellationToken cancelled)
    {
        var request = SnapshotRequest.Parse(bytes);
        Offering? offer;
        lock (_gate)
        {
            if (!_offers.TryGetValue(request.Name, out offer))
                throw new BulkFailedException($"no state {request.Name} is offered");
            offer.NumReaders++;
        }
        try
        {
            var manifest = offer.Manifest.Value;
            if (request.Stripe is not { } index)
            {
                await body.Write(manifest.ToBytes()).ConfigureAwait(false);
                return;
            }
            var stripes = offer.Stripes.Value;
            if (index >= stripes.Length)
                throw new BulkFailedException($"state {request.Name} has {stripes.Length} stripes, and no stripe {index}");
            var stripe = stripes[index];
            await body.Write(offer.Blocks[stripe.Block].Slice(stripe.Start, stripe.Length)).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                offer.NumReaders--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private sealed class Offering : IDisposable
    {
        private readonly SnapshotShare _share;
        private readonly string _name;

        public Offering(SnapshotShare share, string name, IReadOnlyList<ReadOnlyMemory<byte>> blocks)
        {
            _share = share;
            _name = name;
            Blocks = blocks;
            Manifest = new Lazy<SnapshotManifest>(() => SnapshotManifest.Of(blocks));
            Stripes = new Lazy<Stripe[]>(() => [.. Manifest.Value.Stripes()]);
        }

        public IReadOnlyList<ReadOnlyMemory<byte>> Blocks { get; }

        /// <summary>Hashed when it is first asked for: an offer that nobody takes costs nothing.</summary>
        public Lazy<SnapshotManifest> Manifest { get; }

        public Lazy<Stripe[]> Stripes { get; }

        public int NumReaders { get; set; }

        public void Dispose()
        {
            lock (_share._gate)
            {
                _share._offers.Remove(_name);
                while (NumReaders > 0)
                    Monitor.Wait(_share._gate);
            }
        }
    }
}
