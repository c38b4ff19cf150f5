using Akka.Cluster.Tests.Insides.Kit;

namespace Akka.Cluster.Tests.Insides.Membership;

public class MembershipStateTests
{
    private static readonly UniqueAddress A = Some.Node(1);
    private static readonly UniqueAddress B = Some.Node(2);
    private static readonly UniqueAddress C = Some.Node(3);

    [Fact]
    public void The_first_by_address_that_is_up_or_leaving_leads()
    {
        Assert.Equal(B, Seen(Some.Member(1, MemberStatus.Joining), Some.Member(2), Some.Member(3)).Leader);
        Assert.Equal(A, Seen(Some.Member(1, MemberStatus.Leaving), Some.Member(2)).Leader);
        Assert.Equal(A, Seen(Some.Member(1, MemberStatus.Joining), Some.Member(2, MemberStatus.Exiting)).Leader);
        Assert.Null(new MembershipState(Gossip.Empty, A).Leader);
    }

    [Fact]
    public void Unreachable_and_downed_members_do_not_lead()
    {
        var state = Seen(Some.Member(1), Some.Member(2), Some.Member(3));
        Assert.Equal(B, new MembershipState(Unreachable(state, observer: B, subject: A), B).Leader);
        Assert.Equal(A, new MembershipState(Unreachable(state, observer: B, subject: A), A).Leader);
        Assert.Equal(B, new MembershipState(state.LatestGossip.MarkAsDown(Some.Member(1)), A).Leader);
    }

    [Fact]
    public void Each_role_has_a_leader_of_its_own()
    {
        var state = Seen(Some.Member(1, roles: "loader"), Some.Member(2, roles: ["trainer", "loader"]), Some.Member(3, roles: "trainer"));
        Assert.Equal(A, state.RoleLeader("loader"));
        Assert.Equal(B, state.RoleLeader("trainer"));
        Assert.Null(state.RoleLeader("evaluator"));
    }

    [Fact]
    public void There_is_convergence_when_all_that_are_up_or_leaving_have_seen_it()
    {
        var state = Seen(Some.Member(1), Some.Member(2, MemberStatus.Leaving), Some.Member(3, MemberStatus.Joining));
        Assert.True(state.Convergence([]));
        var unseen = state.Copy(state.LatestGossip.OnlySeen(A));
        Assert.False(unseen.Convergence([]));
        Assert.True(unseen.Convergence([B]));
        Assert.True(unseen.Copy(unseen.LatestGossip.Seen(B)).Convergence([]));
    }

    [Theory]
    [InlineData(MemberStatus.Up, false)]
    [InlineData(MemberStatus.Joining, false)]
    [InlineData(MemberStatus.Leaving, false)]
    [InlineData(MemberStatus.Exiting, true)]
    [InlineData(MemberStatus.Down, true)]
    public void An_unreachable_member_prevents_convergence_unless_it_is_on_its_way_out(MemberStatus status, bool convergence)
    {
        var state = Seen(Some.Member(1), Some.Member(2), Some.Member(3, status));
        Assert.Equal(convergence, state.Copy(Unreachable(state, B, C)).Convergence([]));
    }

    [Fact]
    public void What_a_downed_member_cannot_reach_does_not_count()
    {
        var state = Seen(Some.Member(1), Some.Member(2), Some.Member(3, MemberStatus.Down));
        Assert.True(state.Copy(Unreachable(state, observer: C, subject: B)).Convergence([]));
    }

    [Fact]
    public void Gossip_goes_to_others_that_this_node_can_reach()
    {
        var state = Seen(Some.Member(1), Some.Member(2), Some.Member(3));
        var changed = state.Copy(Unreachable(state, A, C));
        Assert.False(changed.ValidNodeForGossip(A));
        Assert.True(changed.ValidNodeForGossip(B));
        Assert.False(changed.ValidNodeForGossip(C));
    }

    private static MembershipState Seen(params Member[] members) =>
        new(members.Aggregate(Some.Gossip(members), (gossip, m) => gossip.Seen(m.UniqueAddress)), A);

    private static Gossip Unreachable(MembershipState state, UniqueAddress observer, UniqueAddress subject) =>
        state.LatestGossip.WithReachability(state.Overview.Reachability.Unreachable(observer, subject));
}
