using AkkaClip.Collectives.Sockets;
using AkkaClip.Core.Exchange;

namespace AkkaClip.Collectives.Tests.Sockets;

public sealed class RingGroupTests : CollectiveContract, IDisposable
{
    private readonly SocketCluster _cluster = new(TestNodes.Options with { UnixSocket = true });

    /// <summary>A part's sum begins at the rank after its owner.</summary>
    protected override float Sum(float[] terms, int index, int length)
    {
        var partLength = (((length + terms.Length - 1) / terms.Length) + 15) / 16 * 16;
        var owner = index / partLength;
        return Enumerable.Range(1, terms.Length).Select(hop => terms[(owner + hop) % terms.Length]).Aggregate((sum, term) => sum + term);
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task A_ring_of_seventeen_sums_and_fails_as_one()
    {
        var members = _cluster.Connect(17, new SocketGroupOptions());
        await Together(members, member =>
        {
            var buffer = new float[1000];
            Array.Fill(buffer, member.Rank);
            member.AllReduceSum(buffer).Complete();
            Assert.All(buffer, value => Assert.Equal(17 * 16 / 2, value));
        });
        await Together(members, member =>
        {
            if (member.Rank == 5)
                member.Fail(5, "out of memory");
            var failure = Assert.Throws<CollectiveFailedException>(() => member.AllReduceSum(new float[1000]).Complete());
            Assert.Equal(5, failure.PeerRank);
        });
    }

    protected override ICollectiveMember[] Connect(int worldSize, CollectiveOptions options) =>
        _cluster.Connect(worldSize, new SocketGroupOptions { Common = options, MaxDirectMembers = 1 });
}
