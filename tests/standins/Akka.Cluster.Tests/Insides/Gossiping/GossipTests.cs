using Akka.Cluster.Tests.Insides.Kit;

namespace Akka.Cluster.Tests.Insides.Gossiping;

public class GossipTests
{
    private static readonly Member A = Some.Member(1);
    private static readonly Member B = Some.Member(2);
    private static readonly Member C = Some.Member(3);

    [Fact]
    public void Merging_keeps_of_each_member_the_status_that_is_further_along()
    {
        var one = Some.Gossip(A, Some.Member(2, MemberStatus.Joining), Some.Member(3, MemberStatus.Leaving));
        var other = Some.Gossip(A, B, C.Copy(MemberStatus.Down));
        foreach (var merged in new[] { one.Merge(other), other.Merge(one) })
        {
            Assert.Equal([MemberStatus.Up, MemberStatus.Up, MemberStatus.Down], merged.Members.Select(m => m.Status));
            Assert.Equal(2, merged.GetMember(B.UniqueAddress).UpNumber);
        }
    }

    [Theory]
    [InlineData(MemberStatus.Down, false)]
    [InlineData(MemberStatus.Exiting, false)]
    [InlineData(MemberStatus.Up, true)]
    [InlineData(MemberStatus.Joining, true)]
    [InlineData(MemberStatus.Leaving, true)]
    public void A_member_that_one_side_lacks_was_removed_there_or_has_just_joined_here(MemberStatus status, bool stays)
    {
        var with = Some.Gossip(A, Some.Member(2, status));
        var without = Some.Gossip(A);
        Assert.Equal(stays, with.Merge(without).HasMember(B.UniqueAddress));
        Assert.Equal(stays, without.Merge(with).HasMember(B.UniqueAddress));
    }

    [Fact]
    public void Nobody_has_seen_a_merged_gossip()
    {
        var one = Some.Gossip(A, B).Seen(A.UniqueAddress);
        var other = Some.Gossip(A, B).Seen(B.UniqueAddress);
        Assert.Empty(one.Merge(other).SeenBy);
        Assert.Equal([A.UniqueAddress, B.UniqueAddress], one.MergeSeen(other).SeenBy.Order());
        Assert.Equal([B.UniqueAddress], one.OnlySeen(B.UniqueAddress).SeenBy);
    }

    [Fact]
    public void A_downed_member_has_not_seen_the_gossip()
    {
        var gossip = Some.Gossip(A, B).Seen(A.UniqueAddress).Seen(B.UniqueAddress).MarkAsDown(B);
        Assert.Equal(MemberStatus.Down, gossip.GetMember(B.UniqueAddress).Status);
        Assert.Equal([A.UniqueAddress], gossip.SeenBy);
    }

    [Fact]
    public void Who_is_no_member_is_shown_as_removed()
    {
        Assert.Equal(MemberStatus.Removed, Some.Gossip(A).GetMember(B.UniqueAddress).Status);
        Assert.Equal(C, Some.Gossip(A, C, Some.Member(4, MemberStatus.Joining)).YoungestMember);
    }

    [Fact]
    public void Concurrent_gossips_are_merged_without_the_counts_of_removed_members()
    {
        var (nodeA, nodeB, nodeC) = (LeaderActions.VclockNodeOf(A.UniqueAddress), LeaderActions.VclockNodeOf(B.UniqueAddress), LeaderActions.VclockNodeOf(C.UniqueAddress));
        var common = Some.Gossip(A, B, C.Copy(MemberStatus.Down)).Increment(nodeC);
        var removed = Some.Gossip(A, B).Copy(version: common.Version.Prune(nodeC)).Increment(nodeA);
        var meanwhile = common.Increment(nodeB);
        var received = ReceivedGossip.Decide(meanwhile, removed, A.UniqueAddress);
        Assert.Equal(VectorClock.Ordering.Concurrent, received.Comparison);
        Assert.Equal([A, B], received.Winner.Members);
        Assert.Equal(new[] { nodeA, nodeB }.Order(), received.Winner.Version.Versions.Keys);
        Assert.True(received.TalkBack);
    }

    [Fact]
    public void The_newer_gossip_wins_and_whoever_is_behind_is_told()
    {
        var node = LeaderActions.VclockNodeOf(A.UniqueAddress);
        var older = Some.Gossip(A, B).Increment(node).Seen(A.UniqueAddress).Seen(B.UniqueAddress);
        var newer = older.Increment(node).OnlySeen(A.UniqueAddress);
        Assert.Equal(new ReceivedGossip(VectorClock.Ordering.After, newer, true), ReceivedGossip.Decide(newer, older, B.UniqueAddress));
        Assert.Equal(new ReceivedGossip(VectorClock.Ordering.Before, newer, true), ReceivedGossip.Decide(older, newer, B.UniqueAddress));
        var same = ReceivedGossip.Decide(older, older, B.UniqueAddress);
        Assert.Equal(VectorClock.Ordering.Same, same.Comparison);
        Assert.False(same.TalkBack);
    }
}
