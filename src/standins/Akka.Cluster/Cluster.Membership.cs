using static Akka.Cluster.InternalClusterAction;

namespace Akka.Cluster;

/// <summary>Joining, leaving, downing, and being told of it.</summary>
public partial class Cluster
{
    private Task _leaving;

    /// <summary>Joins the cluster of the node at that address; this node's own address makes a new cluster.</summary>
    public void Join(Address address) => _clusterCore.Tell(new JoinTo(FillLocal(address)));

    /// <summary>As <see cref="Join"/>; completes when this node is up.</summary>
    /// <exception cref="ClusterJoinFailedException">The membership is over, or the token was cancelled first.</exception>
    public Task JoinAsync(Address address, CancellationToken token = default) =>
        UntilUp(() => Join(address), $"Node has not managed to join the cluster using provided address: {address}", token);

    /// <summary>
    /// Joins by the first of these nodes that answers. Where this node is the first of them and none answers, it makes a
    /// new cluster.
    /// </summary>
    public void JoinSeedNodes(IEnumerable<Address> seedNodes) =>
        _clusterCore.Tell(new JoinSeedNodes([.. seedNodes.Select(FillLocal)]));

    /// <summary>As <see cref="JoinSeedNodes"/>; completes when this node is up.</summary>
    /// <exception cref="ClusterJoinFailedException">The membership is over, or the token was cancelled first.</exception>
    public Task JoinSeedNodesAsync(IEnumerable<Address> seedNodes, CancellationToken token = default)
    {
        var nodes = seedNodes.ToArray();
        return UntilUp(
            () => JoinSeedNodes(nodes), $"Node has not managed to join the cluster using provided addresses: [{string.Join(",", nodes)}]", token);
    }

    /// <summary>Takes a member gracefully out of the cluster: leaving, exiting, removed.</summary>
    public void Leave(Address address)
    {
        if (FillLocal(address) == SelfAddress)
            LeaveAsync();
        else
            _clusterCore.Tell(new Leave(FillLocal(address)));
    }

    /// <summary>Takes this node gracefully out of the cluster; completes when it is out.</summary>
    public Task LeaveAsync()
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref _leaving, left.Task, null) is { } leaving)
            return leaving;
        RegisterOnMemberRemoved(() => left.TrySetResult());
        _clusterCore.Tell(new Leave(SelfAddress));
        return left.Task;
    }

    /// <summary>As <see cref="LeaveAsync()"/>; cancelling ends the wait, not the leaving.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken) => LeaveAsync().WaitAsync(cancellationToken);

    /// <summary>Declares a member dead. It is removed when all others agree; if it lives, it shuts itself down.</summary>
    public void Down(Address address) => _clusterCore.Tell(new Down(FillLocal(address)));

    /// <summary>Calls back once, when this node is up; at once where it is.</summary>
    public void RegisterOnMemberUp(Action callback)
    {
        if (IsUp)
            callback();
        else
            _clusterDaemons.Tell(new AddOnMemberUpListener(callback));
    }

    /// <summary>Calls back once, when this node is removed; at once where its membership is over.</summary>
    public void RegisterOnMemberRemoved(Action callback)
    {
        if (IsTerminated)
            callback();
        else
            _clusterDaemons.Tell(new AddOnMemberRemovedListener(callback));
    }

    private async Task UntilUp(Action join, string failure, CancellationToken token)
    {
        if (IsTerminated)
            throw new ClusterJoinFailedException("Cluster has already been terminated");
        if (IsUp)
            return;
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        RegisterOnMemberUp(() => up.TrySetResult());
        join();
        await using (token.Register(() => up.TrySetException(new ClusterJoinFailedException(failure))).ConfigureAwait(false))
            await up.Task.ConfigureAwait(false);
    }

    // A local actor's path carries no host.
    private Address FillLocal(Address address) => address.HasLocalScope && address.System == SelfAddress.System ? SelfAddress : address;
}
