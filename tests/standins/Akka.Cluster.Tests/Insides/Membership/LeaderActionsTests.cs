using Akka.Cluster.Tests.Insides.Kit;

namespace Akka.Cluster.Tests.Insides.Membership;

public class LeaderActionsTests
{
    [Fact]
    public void Joining_and_weakly_up_members_come_up_in_the_order_of_their_addresses()
    {
        var gossip = Some.Gossip(Some.Member(1, upNumber: 4), Some.Member(3, MemberStatus.Joining), Some.Member(2, MemberStatus.WeaklyUp));
        var decision = LeaderActions.OnConvergence(gossip, [], enoughMembers: true)!;
        Assert.Equal([(2, 5), (3, 6)], decision.Changed.Select(m => (m.Address.Port!.Value, m.UpNumber)));
        Assert.All(decision.Gossip.Members, m => Assert.Equal(MemberStatus.Up, m.Status));
    }

    [Fact]
    public void The_first_ever_to_come_up_gets_number_one() =>
        Assert.Equal(1, Assert.Single(LeaderActions.OnConvergence(Some.Gossip(Some.Member(1, MemberStatus.Joining)), [], true)!.Changed).UpNumber);

    [Fact]
    public void Nobody_comes_up_while_there_are_too_few() =>
        Assert.Null(LeaderActions.OnConvergence(Some.Gossip(Some.Member(1, MemberStatus.Joining)), [], enoughMembers: false));

    [Fact]
    public void Leaving_members_exit_also_while_there_are_too_few()
    {
        var decision = LeaderActions.OnConvergence(Some.Gossip(Some.Member(1), Some.Member(2, MemberStatus.Leaving)), [], enoughMembers: false)!;
        Assert.Equal(MemberStatus.Exiting, decision.Gossip.GetMember(Some.Node(2)).Status);
    }

    [Theory]
    [InlineData(MemberStatus.Down, true)]
    [InlineData(MemberStatus.Exiting, true)]
    [InlineData(MemberStatus.Up, false)]
    public void Unreachable_members_are_removed_when_they_are_down_or_exiting(MemberStatus status, bool removed)
    {
        var (node, clock) = (Some.Node(2), LeaderActions.VclockNodeOf(Some.Node(2)));
        var gossip = Some.Gossip(Some.Member(1), Some.Member(2, status)).Increment(clock).Seen(node);
        gossip = gossip.WithReachability(Reachability.Empty.Unreachable(Some.Node(1), node));
        var decision = LeaderActions.OnConvergence(gossip, [], enoughMembers: true);
        Assert.Equal(removed, decision is not null);
        if (!removed)
            return;
        Assert.False(decision!.Gossip.HasMember(node));
        Assert.Empty(decision.Gossip.SeenBy);
        Assert.Empty(decision.Gossip.Overview.Reachability.Records);
        Assert.Empty(decision.Gossip.Version.Versions);
    }

    [Fact]
    public void A_reachable_member_is_removed_once_it_has_confirmed_its_exit()
    {
        var gossip = Some.Gossip(Some.Member(1), Some.Member(2, MemberStatus.Exiting), Some.Member(3));
        Assert.Null(LeaderActions.OnConvergence(gossip, [], enoughMembers: true));
        var decision = LeaderActions.OnConvergence(gossip, [Some.Node(2), Some.Node(3)], enoughMembers: true)!;
        Assert.Equal([Some.Node(2)], decision.RemovedExiting);
        Assert.Equal([Some.Node(1), Some.Node(3)], decision.Gossip.Members.Select(m => m.UniqueAddress));
    }

    [Fact]
    public void Without_convergence_those_that_joined_and_can_be_reached_are_let_in_weakly()
    {
        var gossip = Some.Gossip(Some.Member(1), Some.Member(2), Some.Member(3, MemberStatus.Joining), Some.Member(4, MemberStatus.Joining))
            .WithReachability(Reachability.Empty.Unreachable(Some.Node(1), Some.Node(2)).Unreachable(Some.Node(1), Some.Node(4)));
        var decision = LeaderActions.ToWeaklyUp(new MembershipState(gossip, Some.Node(1)))!;
        Assert.Equal(Some.Node(3), Assert.Single(decision.Changed).UniqueAddress);
        Assert.Equal(MemberStatus.WeaklyUp, decision.Gossip.GetMember(Some.Node(3)).Status);
        Assert.Null(LeaderActions.ToWeaklyUp(new MembershipState(decision.Gossip, Some.Node(1))));
    }
}
