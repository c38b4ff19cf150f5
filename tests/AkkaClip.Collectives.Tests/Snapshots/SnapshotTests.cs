using AkkaClip.Collectives.Bulk;
using AkkaClip.Collectives.Links;
using AkkaClip.Collectives.Snapshots;
using AkkaClip.Collectives.Tests.Sockets;

namespace AkkaClip.Collectives.Tests.Snapshots;

public sealed class SnapshotTests : IDisposable
{
    private const string Name = "run/step-7";

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    private readonly SocketCluster _cluster = new(TestNodes.Options);
    private readonly BulkClient _client = new(TestNodes.Options);
    private readonly byte[][] _state = [Pattern(9_000_001, 1), [], Pattern(12_345, 2), Pattern(40_000_000, 3)];

    public void Dispose()
    {
        _client.Dispose();
        _cluster.Dispose();
    }

    [Fact]
    public async Task A_state_comes_from_all_peers_together()
    {
        var peers = new[] { Node(_state).Endpoint, Node(_state).Endpoint, Node(_state).Endpoint };
        var (blocks, given) = await Fetch(peers);
        AssertIsState(blocks);
        Assert.Equal(3 + 1 + 10, given.Values.Sum());
        Assert.Equal(peers.ToHashSet(), given.Keys.ToHashSet());
    }

    [Fact]
    public async Task A_peer_that_dies_on_the_way_is_replaced()
    {
        DataPlaneListener mortal = null!;
        BulkServer mortalServer = null!;
        mortal = _cluster.Own(new DataPlaneListener(TestNodes.Options));
        mortalServer = _cluster.Own(new BulkServer(mortal));
        var manifest = SnapshotManifestOf(_state);
        mortalServer.Register("snapshot", async (request, body, _) =>
        {
            var isManifest = request.Span[^1] == 0xFF;
            if (isManifest)
                await body.Write(manifest);
            else
                await Task.Run(mortalServer.Dispose, CancellationToken.None);
        });
        var (blocks, given) = await Fetch([mortal.Endpoint, Node(_state).Endpoint]);
        AssertIsState(blocks);
        Assert.DoesNotContain(mortal.Endpoint, given.Keys);
    }

    [Fact]
    public async Task A_peer_with_other_contents_gives_nothing()
    {
        byte[][] diverged = [.. _state];
        diverged[2] = Pattern(12_345, 9);
        var odd = Node(diverged).Endpoint;
        var (blocks, given) = await Fetch([odd, Node(_state).Endpoint, Node(_state).Endpoint]);
        AssertIsState(blocks);
        Assert.DoesNotContain(odd, given.Keys);
    }

    [Fact]
    public async Task A_stripe_that_does_not_match_its_hash_is_taken_from_another_peer()
    {
        var liar = _cluster.Own(new DataPlaneListener(TestNodes.Options));
        var server = _cluster.Own(new BulkServer(liar));
        var manifest = SnapshotManifestOf(_state);
        server.Register("snapshot", (request, body, _) => body.Write(request.Span[^1] == 0xFF ? manifest : new byte[12_345]));
        var (blocks, given) = await Fetch([liar.Endpoint, Node(_state).Endpoint]);
        AssertIsState(blocks);
        Assert.DoesNotContain(liar.Endpoint, given.Keys);
    }

    [Fact]
    public async Task What_nobody_offers_is_an_error_that_names_the_peers()
    {
        var node = Node(_state, "another name").Endpoint;
        var failure = await Assert.ThrowsAsync<BulkFailedException>(() => Fetch([node]));
        Assert.Contains(node.ToString(), failure.Message, StringComparison.Ordinal);
        Assert.Contains(Name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_layout_is_an_error()
    {
        var node = Node([Pattern(10, 1)]).Endpoint;
        var failure = await Assert.ThrowsAsync<BulkFailedException>(() => Fetch([node]));
        Assert.Contains("[10]", failure.Message, StringComparison.Ordinal);
    }

    private DataPlaneListener Node(byte[][] state, string name = Name)
    {
        var listener = _cluster.Own(new DataPlaneListener(TestNodes.Options));
        var share = _cluster.Own(new SnapshotShare(_cluster.Own(new BulkServer(listener))));
        share.Offer(name, [.. state.Select(block => (ReadOnlyMemory<byte>)block)]);
        return listener;
    }

    private async Task<(byte[][] Blocks, IReadOnlyDictionary<DataPlaneEndpoint, int> Given)> Fetch(IReadOnlyList<DataPlaneEndpoint> peers)
    {
        var blocks = _state.Select(block => new byte[block.Length]).ToArray();
        var given = await SnapshotFetch.Run(_client, peers, Name, [.. blocks.Select(block => block.AsMemory())], default).WaitAsync(s_hang);
        return (blocks, given);
    }

    /// <summary>What an honest node answers when it is asked for the manifest.</summary>
    private byte[] SnapshotManifestOf(byte[][] state)
    {
        using var request = new MemoryStream();
        using var writer = new BinaryWriter(request);
        writer.Write(Name);
        writer.Write(-1);
        writer.Flush();
        return _client.Request(Node(state).Endpoint, "snapshot", request.ToArray(), 1_000_000, default).GetAwaiter().GetResult();
    }

    private void AssertIsState(byte[][] blocks) =>
        Assert.All(blocks.Zip(_state), pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second)));

    private static byte[] Pattern(int length, int seed)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = (byte)((i * 31 * seed) >> 4);
        return bytes;
    }
}
