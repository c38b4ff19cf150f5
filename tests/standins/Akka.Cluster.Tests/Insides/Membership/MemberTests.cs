using Akka.Actor;
using Akka.Cluster.Tests.Insides.Kit;

namespace Akka.Cluster.Tests.Insides.Membership;

public class MemberTests
{
    [Fact]
    public void Members_are_ordered_by_host_then_port()
    {
        var members = new[] { At("c", 10), At("b", 200), At("b", 30), At("a", 9000) };
        Assert.Equal(["a:9000", "b:30", "b:200", "c:10"], members.Order(Member.Ordering).Select(m => $"{m.Address.Host}:{m.Address.Port}"));
        static Member At(string host, int port) =>
            Member.Create(new UniqueAddress(new Address("akka.tcp", "sys", host, port), 1), [], Akka.Util.AppVersion.Zero);
    }

    [Fact]
    public void Age_is_the_order_of_coming_up_and_of_addresses_before_that()
    {
        var members = new[] { Some.Member(1, MemberStatus.Joining), Some.Member(2, upNumber: 7), Some.Member(3, upNumber: 2), Some.Member(4, MemberStatus.WeaklyUp) };
        Assert.Equal([3, 2, 1, 4], members.Order(Member.AgeOrdering).Select(m => m.Address.Port!.Value));
        Assert.True(members[2].IsOlderThan(members[1]));
    }

    [Fact]
    public void The_fittest_to_lead_comes_first()
    {
        MemberStatus[] statuses = [MemberStatus.Down, MemberStatus.Exiting, MemberStatus.Joining, MemberStatus.WeaklyUp, MemberStatus.Up];
        var members = statuses.Select((status, i) => Some.Member(i + 1, status));
        Assert.Equal(statuses.Reverse(), members.Order(Member.LeaderStatusOrdering).Select(m => m.Status));
    }

    [Fact]
    public void Members_are_equal_whatever_their_status_but_not_their_incarnation()
    {
        Assert.Equal(Some.Member(1), Some.Member(1, MemberStatus.Leaving));
        Assert.NotEqual(Some.Node(1), Some.Node(1, uid: 2));
        Assert.Equal(Some.Member(1).GetHashCode(), Some.Member(1, MemberStatus.Down).GetHashCode());
    }

    [Theory]
    [InlineData(MemberStatus.Up, MemberStatus.Joining)]
    [InlineData(MemberStatus.Exiting, MemberStatus.Leaving)]
    [InlineData(MemberStatus.Down, MemberStatus.Up)]
    [InlineData(MemberStatus.Up, MemberStatus.Exiting)]
    public void No_member_goes_back_or_skips_a_status(MemberStatus from, MemberStatus to) =>
        Assert.Throws<InvalidOperationException>(() => Some.Member(1, from).Copy(to));

    [Fact]
    public void Of_two_views_the_next_in_its_life_is_picked()
    {
        var joining = Some.Member(1, MemberStatus.Joining);
        var up = Some.Member(1);
        Assert.Same(up, Member.PickNextTransition(joining, up));
        Assert.Same(up, Member.PickNextTransition(up, joining));
        Assert.Null(Member.PickNextTransition(Some.Member(1, MemberStatus.Exiting), up));
        Assert.Null(Member.PickNextTransition(Some.Member(2), up));
    }

    [Fact]
    public void An_event_of_another_status_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ClusterEvent.MemberUp(Some.Member(1, MemberStatus.Joining)));
        Assert.Equal(new ClusterEvent.MemberUp(Some.Member(1)), new ClusterEvent.MemberUp(Some.Member(1)));
    }
}
