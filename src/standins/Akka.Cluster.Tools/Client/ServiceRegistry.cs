using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Tools.Client;

/// <summary>
/// Knows which services are registered on which nodes, and passes messages on to them. Each node's registry tells all
/// others of its own services when they change, a new one when it comes up, and any one of them again once in a while,
/// in case a message was lost.
/// </summary>
internal sealed class ServiceRegistry : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(1);

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<string, IActorRef> _own = [];
    private readonly Dictionary<UniqueAddress, NodeServices> _others = [];
    private readonly HashSet<UniqueAddress> _nodes = [];
    private readonly Random _random = new(Random.Shared.Next());
    private readonly string _role;
    private long _version;

    /// <param name="role">Only nodes of this role have a registry; null where all have.</param>
    public ServiceRegistry(string role)
    {
        _role = role;
        Receive<Put>(put => Add(put.Service));
        Receive<Remove>(remove => Forget(remove.Service));
        Receive<Terminated>(terminated => Forget(terminated.ActorRef));
        Receive<Delivery>(Deliver);
        Receive<NodeServices>(Learn);
        Receive<Tick>(_ => TellOneOther());
        Receive<CurrentClusterState>(state =>
        {
            foreach (var member in state.Members.Where(m => m.Status is not (MemberStatus.Joining or MemberStatus.Down)))
                AddNode(member);
        });
        Receive<MemberUp>(up => AddNode(up.Member));
        Receive<MemberWeaklyUp>(up => AddNode(up.Member));
        Receive<MemberLeft>(left => RemoveNode(left.Member));
        Receive<MemberDowned>(downed => RemoveNode(downed.Member));
        Receive<MemberRemoved>(removed => RemoveNode(removed.Member));
        Receive<IMemberEvent>(_ => { });
    }

    public ITimerScheduler Timers { get; set; }

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, typeof(IMemberEvent));
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, RepeatInterval);
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Add(IActorRef service)
    {
        if (service.Path.Address.HasGlobalScope)
        {
            Context.GetLogger().Warning("Registered actor must be local: [{0}]", service);
            return;
        }
        _own[service.Path.ToStringWithoutAddress()] = Context.Watch(service);
        TellAllOthers();
    }

    private void Forget(IActorRef service)
    {
        var path = service.Path.ToStringWithoutAddress();
        // Another actor may have taken its place meanwhile.
        if (!_own.TryGetValue(path, out var known) || !known.Equals(service))
            return;
        Context.Unwatch(service);
        _own.Remove(path);
        TellAllOthers();
    }

    private void AddNode(Member member)
    {
        if (member.UniqueAddress == _cluster.SelfUniqueAddress || !(_role is null || member.HasRole(_role)))
            return;
        if (_nodes.Add(member.UniqueAddress))
            Tell(member.UniqueAddress);
    }

    private void RemoveNode(Member member)
    {
        _nodes.Remove(member.UniqueAddress);
        _others.Remove(member.UniqueAddress);
    }

    private void Learn(NodeServices services)
    {
        // A node that is no member (any more) must not come back by a late message.
        if (_nodes.Contains(services.Node) && !(_others.TryGetValue(services.Node, out var known) && known.Version >= services.Version))
            _others[services.Node] = services;
    }

    private void Deliver(Delivery delivery)
    {
        var receivers = _others.Values
            .Where(node => node.Paths.Contains(delivery.Path))
            .Select(node => (ICanTell)Context.ActorSelection(new RootActorPath(node.Node.Address) + delivery.Path))
            .ToList();
        if (_own.TryGetValue(delivery.Path, out var own))
        {
            if (delivery.LocalAffinity && !delivery.ToAll)
                receivers.Clear();
            receivers.Add(own);
        }
        if (receivers.Count == 0)
            Context.System.DeadLetters.Tell(new DeadLetter(delivery.Message, Sender, Self));
        else if (delivery.ToAll)
            receivers.ForEach(receiver => receiver.Tell(delivery.Message, Sender));
        else
            receivers[_random.Next(receivers.Count)].Tell(delivery.Message, Sender);
    }

    private void TellAllOthers()
    {
        _version++;
        foreach (var node in _nodes)
            Tell(node);
    }

    private void TellOneOther()
    {
        if (_nodes.Count > 0)
            Tell(_nodes.ElementAt(_random.Next(_nodes.Count)));
    }

    private void Tell(UniqueAddress node) => Context.ActorSelection(Self.Path.ToStringWithAddress(node.Address))
        .Tell(new NodeServices(_cluster.SelfUniqueAddress, _version, [.. _own.Keys]));

    /// <summary>Registers an actor of this node under its path.</summary>
    internal sealed record Put(IActorRef Service);

    internal sealed record Remove(IActorRef Service);

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
