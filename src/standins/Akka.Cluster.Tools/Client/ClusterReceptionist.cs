using Akka.Remote;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Tools.Client;

/// <summary>The way in for clients: tells them of other receptionists, and passes their messages on to services.</summary>
public sealed class ClusterReceptionist : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<IActorRef, DeadlineFailureDetector> _clients = [];
    private readonly HashSet<Address> _nodes = [];
    private readonly IActorRef _services;
    private readonly ClusterReceptionistSettings _settings;

    /// <exception cref="ArgumentException">This node lacks the role.</exception>
    public ClusterReceptionist(IActorRef services, ClusterReceptionistSettings settings)
    {
        if (settings.Role is not null && !_cluster.SelfRoles.Contains(settings.Role))
            throw new ArgumentException($"This cluster member [{_cluster.SelfAddress}] does not have a role [{settings.Role}]", nameof(settings));
        _services = services;
        _settings = settings;
        Receive<Delivery>(delivery =>
        {
            var tunnel = TunnelTo(Sender);
            tunnel.Tell(ClientResponseTunnel.Ping.Instance);
            _services.Tell(delivery, tunnel);
        });
        Receive<GetContacts>(_ => Sender.Tell(new Contacts(ContactsFor(Sender))));
        Receive<Heartbeat>(_ => HeartbeatFrom(Sender));
        Receive<Tick>(_ => ForgetSilentClients());
        Receive<CurrentClusterState>(state => _nodes.UnionWith(
            state.Members.Where(m => m.Status != MemberStatus.Joining && IsCounted(m)).Select(m => m.Address)));
        Receive<MemberUp>(up =>
        {
            if (IsCounted(up.Member))
                _nodes.Add(up.Member.Address);
        });
        Receive<MemberRemoved>(_ => Context.Stop(Self), removed => removed.Member.UniqueAddress == _cluster.SelfUniqueAddress);
        Receive<MemberRemoved>(removed =>
        {
            _nodes.Remove(removed.Member.Address);
        });
        Receive<IMemberEvent>(_ => { });
    }

    public ITimerScheduler Timers { get; set; }

    internal static Props Props(IActorRef services, ClusterReceptionistSettings settings) =>
        Actor.Props.Create(() => new ClusterReceptionist(services, settings)).WithDeploy(Deploy.Local);

    protected override void PreStart()
    {
        if (_cluster.IsTerminated)
            throw new InvalidOperationException("Cluster node must not be terminated");
        _cluster.Subscribe(Self, typeof(IMemberEvent));
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _settings.FailureDetectionInterval);
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        foreach (var client in _clients.Keys)
            client.Tell(ReceptionistShutdown.Instance);
    }

    private bool IsCounted(Member member) => _settings.Role is null || member.HasRole(_settings.Role);

    private IActorRef TunnelTo(IActorRef client)
    {
        var name = Uri.EscapeDataString(client.Path.ToSerializationFormat());
        var known = Context.Child(name);
        return known.IsNobody()
            ? Context.ActorOf(Actor.Props.Create(() => new ClientResponseTunnel(client, _settings.ResponseTunnelReceiveTimeout)), name)
            : known;
    }

    // Every node names the same ones to a client, and each client other ones: by the highest hashes of client and node.
    private ImmutableArray<string> ContactsFor(IActorRef client)
    {
        var name = client.Path.ToStringWithAddress(_cluster.SelfAddress);
        return
        [
            .. _nodes
                .OrderBy(node => HashOf(name + node.HostPort()))
                .Take(_settings.NumberOfContacts)
                .Select(node => Self.Path.ToStringWithAddress(node)),
        ];
    }

    // FNV-1a: the same on every node, unlike the hash codes of strings.
    private static uint HashOf(string text) => text.Aggregate(2166136261u, (hash, c) => unchecked((hash ^ c) * 16777619u));

    private void HeartbeatFrom(IActorRef client)
    {
        client.Tell(HeartbeatRsp.Instance);
        if (!_clients.TryGetValue(client, out var detector))
        {
            _log.Debug("Received new contact from [{0}]", client.Path);
            _clients[client] = detector = new DeadlineFailureDetector(_settings.AcceptableHeartbeatPause, _settings.HeartbeatInterval);
        }
        detector.HeartBeat();
    }

    private void ForgetSilentClients()
    {
        foreach (var client in _clients.Where(c => !c.Value.IsAvailable).Select(c => c.Key).ToArray())
        {
            _log.Debug("Lost contact with [{0}]", client.Path);
            _clients.Remove(client);
        }
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
