using Akka.Cluster.Tests.Insides.Kit;
using Status = Akka.Cluster.Reachability.ReachabilityStatus;

namespace Akka.Cluster.Tests.Insides.Gossiping;

public class ReachabilityTests
{
    private static readonly UniqueAddress A = Some.Node(1);
    private static readonly UniqueAddress B = Some.Node(2);
    private static readonly UniqueAddress C = Some.Node(3);
    private static readonly UniqueAddress D = Some.Node(4);

    [Fact]
    public void All_are_reachable_at_first()
    {
        Assert.True(Reachability.Empty.IsReachable(A));
        Assert.True(Reachability.Empty.IsAllReachable);
        Assert.Same(Reachability.Empty, Reachability.Empty.Reachable(A, B));
    }

    [Fact]
    public void One_observer_is_enough_to_be_unreachable_and_all_must_take_it_back()
    {
        var table = Reachability.Empty.Unreachable(A, C).Unreachable(B, C);
        Assert.Equal([C], table.AllUnreachable);
        table = table.Reachable(A, C);
        Assert.False(table.IsReachable(C));
        Assert.True(table.IsReachable(A, C));
        table = table.Reachable(B, C);
        Assert.True(table.IsReachable(C));
        Assert.True(table.IsAllReachable);
    }

    [Fact]
    public void Terminated_is_for_good_and_wins_over_unreachable()
    {
        var table = Reachability.Empty.Terminated(A, C).Reachable(A, C).Unreachable(A, C).Unreachable(B, C);
        Assert.Equal(Status.Terminated, table.Status(A, C));
        Assert.Equal(Status.Terminated, table.Status(C));
        Assert.Empty(table.AllUnreachable);
        Assert.Equal([C], table.AllUnreachableOrTerminated);
    }

    [Fact]
    public void Every_change_of_an_observer_counts_up_its_version()
    {
        var table = Reachability.Empty.Unreachable(A, C).Unreachable(A, D).Reachable(A, C).Unreachable(B, C);
        Assert.Equal(3, table.Versions[A]);
        Assert.Equal(1, table.Versions[B]);
        Assert.Equal([D], table.AllUnreachableFrom(A));
        Assert.Equal(4, table.Reachable(A, D).Versions[A]);
        Assert.Empty(table.Reachable(A, D).RecordsFrom(A));
    }

    [Fact]
    public void Merging_takes_the_newer_row_of_each_observer()
    {
        var first = Reachability.Empty.Unreachable(B, A).Unreachable(C, D);
        var second = first.Reachable(B, A);
        var third = first.Unreachable(C, A);
        var merged = second.Merge([A, B, C, D], third);
        Assert.True(merged.IsReachable(B, A));
        Assert.False(merged.IsReachable(C, A));
        Assert.False(merged.IsReachable(C, D));
        Assert.Equal(2, merged.Versions[B]);
        Assert.Equal(2, merged.Versions[C]);
    }

    [Fact]
    public void Merging_and_removing_drop_those_that_are_not_members()
    {
        var table = Reachability.Empty.Unreachable(A, B).Unreachable(A, C).Unreachable(B, C);
        var merged = table.Merge([A, C], Reachability.Empty.Unreachable(D, C));
        Assert.Equal([C], merged.AllUnreachable);
        Assert.Equal([A], merged.AllObservers);
        Assert.Equal([A], merged.Versions.Keys);
        Assert.Equal(merged, table.Remove([B]));
        Assert.Equal([B], table.RemoveObservers([A]).AllObservers);
    }

    [Fact]
    public void Observers_are_grouped_by_whom_they_cannot_reach()
    {
        var table = Reachability.Empty.Unreachable(A, C).Unreachable(B, C).Unreachable(B, D).Terminated(A, D);
        Assert.Equal([A, B], table.ObserversGroupedByUnreachable[C].Order());
        Assert.Equal([B], table.ObserversGroupedByUnreachable[D]);
    }
}
