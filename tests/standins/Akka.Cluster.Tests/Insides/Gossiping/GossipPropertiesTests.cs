using Akka.Cluster.Tests.Insides.Kit;

namespace Akka.Cluster.Tests.Insides.Gossiping;

/// <summary>What must hold of any gossips, found by trying many.</summary>
public class GossipPropertiesTests
{
    private const int NumNodes = 5;

    private static readonly UniqueAddress[] Nodes = [.. Enumerable.Range(1, NumNodes).Select(port => Some.Node(port))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Merging_is_commutative_associative_and_idempotent(int seed)
    {
        var random = new Random(seed);
        var views = Views(random);
        var (a, b, c) = (views[0], views[1], views[2]);
        AssertSame(a.Merge(b), b.Merge(a));
        AssertSame(a.Merge(b).Merge(c), a.Merge(b.Merge(c)));
        AssertSame(a, a.Merge(a));
        AssertSame(a.Merge(b), a.Merge(b).Merge(b));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Merging_never_takes_a_member_back_in_its_life(int seed)
    {
        var views = Views(new Random(seed));
        var merged = views[0].Merge(views[1]);
        foreach (var member in views[0].Members)
        {
            var after = merged.GetMember(member.UniqueAddress).Status;
            Assert.True(after == member.Status || CanBecome(member.Status, after), $"{member.Status} became {after}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nodes_that_gossip_at_random_and_lose_half_of_it_end_up_alike(int seed)
    {
        var random = new Random(seed);
        var views = Views(random);
        // Whatever was changed apart meets in pairs that tell each other until all have the same version.
        for (var round = 0; round < 1000 && views.Select(v => v.Version).Distinct().Count() > 1; round++)
        {
            var (from, to) = (random.Next(NumNodes), random.Next(NumNodes));
            if (from == to || random.Next(2) == 0)
                continue;
            views[to] = ReceivedGossip.Decide(views[from], views[to], Nodes[to]).Winner.Seen(Nodes[to]);
        }
        foreach (var view in views)
            AssertSame(views[0], view);
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(0, 50)];

    // Each node's view after changes of its own, from a common start.
    private static Gossip[] Views(Random random)
    {
        var start = Some.Gossip([.. Enumerable.Range(1, NumNodes).Select(port => Some.Member(port))]);
        return [.. Nodes.Select(node => Enumerable.Range(0, random.Next(5)).Aggregate(start, (gossip, _) => Change(gossip, node, random)))];
    }

    private static Gossip Change(Gossip gossip, UniqueAddress self, Random random)
    {
        var other = Nodes[random.Next(NumNodes)];
        var member = gossip.GetMember(other);
        var reachability = gossip.Overview.Reachability;
        var next = Member.AllowedTransitions[member.Status].Where(status => status != MemberStatus.Removed).Order().ToArray();
        var changed = random.Next(4) switch
        {
            0 when other != self => gossip.WithReachability(reachability.Unreachable(self, other)),
            1 when other != self => gossip.WithReachability(reachability.Reachable(self, other)),
            2 when next.Length > 0 => gossip.Update([member.Copy(next[random.Next(next.Length)])]),
            _ => gossip,
        };
        return changed.Increment(LeaderActions.VclockNodeOf(self)).OnlySeen(self);
    }

    private static bool CanBecome(MemberStatus from, MemberStatus to) =>
        Member.AllowedTransitions[from].Any(next => next == to || CanBecome(next, to));

    private static void AssertSame(Gossip expected, Gossip actual)
    {
        Assert.Equal(expected.Members.Select(m => m.ToString()), actual.Members.Select(m => m.ToString()));
        Assert.Equal(expected.Overview.Reachability, actual.Overview.Reachability);
        Assert.Equal(expected.Version, actual.Version);
    }
}
