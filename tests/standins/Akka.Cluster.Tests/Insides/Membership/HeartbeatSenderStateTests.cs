using Akka.Actor;
using Akka.Cluster.Tests.Insides.Kit;
using Akka.Remote;

namespace Akka.Cluster.Tests.Insides.Membership;

public class HeartbeatSenderStateTests
{
    private readonly SwitchedDetectors _detectors = new();
    private readonly ClusterHeartbeatSenderState _alone;

    public HeartbeatSenderStateTests() =>
        _alone = new ClusterHeartbeatSenderState(new HeartbeatNodeRing(Node(1), [Node(1)], [], 2), [], _detectors);

    [Fact]
    public void A_node_alone_sends_to_nobody_and_then_to_those_that_join()
    {
        Assert.Empty(_alone.ActiveReceivers);
        Assert.Equal([Node(2), Node(3)], _alone.AddMember(Node(2)).AddMember(Node(3)).AddMember(Node(4)).ActiveReceivers.Order());
    }

    [Fact]
    public void A_node_that_was_found_unreachable_is_sent_to_until_it_answers_or_is_removed()
    {
        // Unreachable, so two more are watched; then its place in the ring is taken by nearer ones.
        var state = _alone.AddMember(Node(4)).AddMember(Node(6));
        _detectors.Silent.Add(Node(6).Address);
        state = state.AddMember(Node(2)).AddMember(Node(3));
        Assert.Equal([Node(6)], state.OldReceiversNowUnreachable);
        Assert.Equal([Node(2), Node(3), Node(6)], state.ActiveReceivers.Order());

        Assert.Equal([Node(2), Node(3)], state.HeartbeatRsp(Node(6)).ActiveReceivers.Order());
        Assert.Equal([Node(2), Node(3)], state.RemoveMember(Node(6)).ActiveReceivers.Order());
    }

    [Fact]
    public void The_detector_hears_of_answers_from_those_it_watches_alone()
    {
        var state = _alone.AddMember(Node(2));
        state.HeartbeatRsp(Node(2)).HeartbeatRsp(Node(9));
        Assert.Equal([Node(2).Address], _detectors.Heard);
        state.RemoveMember(Node(2));
        Assert.Contains(Node(2).Address, _detectors.Removed);
    }

    private static UniqueAddress Node(int number) => Some.Node(number, number);

    private sealed class SwitchedDetectors : IFailureDetectorRegistry<Address>
    {
        public HashSet<Address> Silent { get; } = [];

        public List<Address> Heard { get; } = [];

        public List<Address> Removed { get; } = [];

        public bool IsAvailable(Address resource) => !Silent.Contains(resource);

        public bool IsMonitoring(Address resource) => Heard.Contains(resource);

        public void Heartbeat(Address resource) => Heard.Add(resource);

        public void Remove(Address resource) => Removed.Add(resource);

        public void Reset() => Heard.Clear();
    }
}
