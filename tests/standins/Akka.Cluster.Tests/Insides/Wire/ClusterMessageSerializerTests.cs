using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Serialization;
using Akka.Cluster.Tests.Insides.Kit;
using Akka.Cluster.Tests.Kit;
using Akka.Util;
using static Akka.Cluster.InternalClusterAction;

namespace Akka.Cluster.Tests.Insides.Wire;

public sealed class ClusterMessageSerializerTests : IAsyncDisposable
{
    private readonly LocalCluster _nodes = new();
    private readonly ClusterMessageSerializer _serializer;

    public ClusterMessageSerializerTests() => _serializer = new ClusterMessageSerializer((ExtendedActorSystem)_nodes.Start());

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public void Every_message_survives_its_bytes()
    {
        foreach (var message in Messages())
        {
            var copy = _serializer.FromBinary(_serializer.ToBinary(message), _serializer.Manifest(message));
            Assert.Equal(Text(message), Text(copy));
        }
    }

    [Fact]
    public void Every_message_has_a_manifest_of_its_own_and_a_serializer_by_its_type()
    {
        var messages = Messages();
        Assert.Equal(messages.Length, messages.Select(_serializer.Manifest).Distinct().Count());
        var bound = _nodes.Start().Serialization;
        Assert.All(messages, message => Assert.IsType<ClusterMessageSerializer>(bound.FindSerializerFor(message)));
        Assert.Throws<ArgumentException>(() => _serializer.ToBinary("text"));
        Assert.Throws<SerializationException>(() => _serializer.FromBinary([], "nothing"));
    }

    [Fact]
    public void Every_cut_message_is_refused()
    {
        foreach (var message in Messages())
        {
            var (bytes, manifest) = (_serializer.ToBinary(message), _serializer.Manifest(message));
            for (var length = 0; length < bytes.Length; length++)
                Assert.Throws<SerializationException>(() => _serializer.FromBinary(bytes[..length], manifest));
            Assert.Throws<SerializationException>(() => _serializer.FromBinary([.. bytes, 0], manifest));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damaged_and_random_bytes_are_refused_or_are_a_message_never_anything_else(int seed)
    {
        var random = new Random(seed);
        var refused = 0;
        foreach (var message in Messages())
        {
            for (var i = 0; i < 500; i++)
            {
                var bytes = _serializer.ToBinary(message);
                if (i % 2 == 0)
                    random.NextBytes(bytes);
                else if (bytes.Length > 0)
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                try
                {
                    Assert.IsType(message.GetType(), _serializer.FromBinary(bytes, _serializer.Manifest(message)));
                }
                catch (SerializationException)
                {
                    refused++;
                }
            }
        }
        Assert.True(refused > 500);
    }

    [Fact]
    public void A_gossip_with_a_removed_member_is_refused()
    {
        var gossip = Some.Gossip(Some.Member(1), Some.Member(2, MemberStatus.Removed));
        var bytes = _serializer.ToBinary(new Welcome(Some.Node(1), gossip));
        Assert.Throws<SerializationException>(() => _serializer.FromBinary(bytes, "W"));
    }

    [Fact]
    public void What_a_gossip_says_of_nodes_that_are_no_members_is_not_sent()
    {
        var gossip = Some.Gossip(Some.Member(1)).Seen(Some.Node(9)).WithReachability(Reachability.Empty.Unreachable(Some.Node(1), Some.Node(9)));
        var copy = (Welcome)_serializer.FromBinary(_serializer.ToBinary(new Welcome(Some.Node(1), gossip)), "W");
        Assert.Empty(copy.Gossip.SeenBy);
        Assert.Empty(copy.Gossip.Overview.Reachability.Records);
    }

    [Fact]
    public void A_gossip_of_a_hundred_members_fits_well_into_a_frame()
    {
        var members = Enumerable.Range(1, 100).Select(i => Some.Member(i, roles: ["trainer", "data"])).ToArray();
        var gossip = members.Aggregate(Some.Gossip(members), (g, m) => g.Increment(LeaderActions.VclockNodeOf(m.UniqueAddress)).Seen(m.UniqueAddress));
        Assert.True(_serializer.ToBinary(new GossipEnvelope(Some.Node(1), Some.Node(2), gossip)).Length < 32_000);
    }

    private static object[] Messages()
    {
        var (a, b, c) = (Some.Node(1), Some.Node(2, -7), Some.Node(3));
        var gossip = new Gossip(Some.Members(
                Member.Create(a, 1, MemberStatus.Up, ["trainer", "data"], AppVersion.Create("1.2.3-RC1")),
                Member.Create(b, int.MaxValue, MemberStatus.WeaklyUp, [], AppVersion.Zero),
                Some.Member(3, MemberStatus.Exiting)))
            .Increment(LeaderActions.VclockNodeOf(a)).Increment(LeaderActions.VclockNodeOf(b)).Increment(LeaderActions.VclockNodeOf(a))
            .Seen(a).Seen(c)
            .WithReachability(Reachability.Empty.Unreachable(a, b).Terminated(a, c).Unreachable(c, b).Reachable(c, b));
        return
        [
            new Join(a, ["trainer", "data"], AppVersion.Create("1.0")),
            new Welcome(a, gossip),
            new Leave(a.Address),
            new Down(b.Address),
            new InitJoin(new JoinConfiguration("provider", "keep-majority")),
            new InitJoinAck(a.Address, "something differs"),
            new InitJoinNack(a.Address),
            new ExitingConfirmed(b),
            new GossipEnvelope(a, b, gossip),
            new GossipStatus(a, gossip.Version),
            new ClusterHeartbeat(a.Address, 42, long.MinValue),
            new ClusterHeartbeatRsp(b, 43, long.MaxValue),
        ];
    }

    // Members show all there is to them in their texts, but count as equal by their address alone.
    private static string Text(object message) => message switch
    {
        Welcome welcome => $"{welcome.From} {Text(welcome.Gossip)}",
        GossipEnvelope envelope => $"{envelope.From} {envelope.To} {Text(envelope.Gossip)}",
        Gossip gossip => string.Join(
            "; ",
            string.Join(", ", gossip.Members),
            string.Join(", ", gossip.SeenBy.Order()),
            string.Join(", ", gossip.Overview.Reachability.Records.OrderBy(r => r.Observer).ThenBy(r => r.Subject)),
            string.Join(", ", gossip.Overview.Reachability.Versions.OrderBy(v => v.Key)),
            gossip.Version),
        Join join => $"{join.Node} {string.Join(",", join.Roles.Order())} {join.AppVersion}",
        _ => message.ToString()!,
    };
}
