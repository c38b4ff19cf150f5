using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Configuration;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Remote.Transport;

/// <summary>Remoting over TCP: one <see cref="Association"/> for each address talked to.</summary>
internal sealed class Remoting : RemoteTransport
{
    private const string TcpName = "akka.remote.dot-netty.tcp";
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Address, Association> _associations = new();
    private readonly CancellationTokenSource _shutdown = new();
    private readonly HashSet<Address> _addresses = [];
    private readonly int _uid;
    private Address _defaultAddress;
    private TcpSettings _tcp;
    private Listener _listener;
    private Timer _timer;

    public Remoting(ExtendedActorSystem system, RemoteActorRefProvider provider)
        : base(system, provider)
    {
        Log = Logging.GetLogger(system.EventStream, "remoting");
        Settings = provider.RemoteSettings;
        UseUntrustedMode = Settings.UntrustedMode;
        Events = new EventPublisher(system, Log, LevelOf(Settings.RemoteLifecycleEventsLogLevel));
        Delivery = new InboundDelivery(this);
        _uid = AddressUidExtension.Uid(system);
    }

    public RemoteSettings Settings { get; }

    public EventPublisher Events { get; }

    public InboundDelivery Delivery { get; }

    public LogThrottle Throttle { get; } = new();

    public bool IsShutDown => _shutdown.IsCancellationRequested;

    public override ISet<Address> Addresses => _addresses;

    public override Address DefaultAddress => _defaultAddress;

    private EnvelopeEncoder Encoder { get; set; }

    public override void Start()
    {
        if (Settings.TransportNames is not [TcpName])
        {
            throw new ConfigurationException(
                $"akka.remote.enabled-transports is [{string.Join(", ", Settings.TransportNames)}]; the only transport is {TcpName}");
        }
        _tcp = new TcpSettings(Settings.Config);
        Encoder = new EnvelopeEncoder(System, _tcp.MaximumFrameSize);
        _listener = new Listener(_tcp, Throttle, Log);
        _defaultAddress = new Address(_tcp.Protocol, System.Name, Names.ForAddress(_tcp.PublicHostname), _tcp.PublicPort ?? _listener.Port);
        _addresses.Add(_defaultAddress);
        _listener.Start(Welcome);

        var detector = Settings.Config.GetConfig("akka.remote.transport-failure-detector");
        var keepAliveAfter = detector.GetTimeSpan("heartbeat-interval");
        var deadAfter = keepAliveAfter + detector.GetTimeSpan("acceptable-heartbeat-pause");
        _timer = new Timer(_ => Tick(keepAliveAfter, deadAfter), state: null, TickInterval, TickInterval);

        Log.Info("Remoting started; listening on addresses : [{0}]", _defaultAddress);
        Events.NotifyListeners(new RemotingListenEvent([_defaultAddress]));
    }

    public override async Task Shutdown()
    {
        if (IsShutDown)
            return;
        var patience = Task.Delay(Settings.FlushWait);
        while (!patience.IsCompleted && !_associations.Values.All(a => a.Control.IsDrained && a.Ordinary.IsDrained))
            await Task.WhenAny(patience, Task.Delay(TimeSpan.FromMilliseconds(10))).ConfigureAwait(false);
        await _shutdown.CancelAsync().ConfigureAwait(false);
        _listener?.Dispose();
        if (_timer is not null)
            await _timer.DisposeAsync().ConfigureAwait(false);
        var goodbye = EnvelopeEncoder.Signal(FrameKind.Goodbye);
        await Task.WhenAll(_associations.Values.SelectMany(a => a.Connections())
            .Select(c => c.Dismiss(goodbye, "this system shuts down", Settings.FlushWait))).ConfigureAwait(false);
        foreach (var association in _associations.Values)
        {
            association.Control.Clear();
            association.Ordinary.Clear();
        }
        Events.NotifyListeners(new RemotingShutdownEvent());
    }

    public override void Send(object message, IActorRef sender, RemoteActorRef recipient)
    {
        var to = recipient.Recipient ??= new Recipient(AssociationWith(recipient.Path.Address), recipient.Path);
        if (Settings.LogSend)
            Log.Debug("sending message [{0}] to [{1}] from [{2}]", message, recipient, sender);
        try
        {
            if (message is ISystemMessage)
            {
                to.Association.SendSystemMessage(Encoder.Encode(FrameKind.SystemMessage, message, sender, recipient, to.PathBytes));
                return;
            }
            var lane = to.Association.LaneOf(to.LaneOf(message));
            if (lane.TakesMessages)
                lane.Enqueue(Encoder.Encode(FrameKind.Message, message, sender, recipient, to.PathBytes));
            else
                ToDeadLetters(message, sender, recipient);
        }
        catch (Exception e) when (e is SerializationException or OversizedPayloadException)
        {
            Log.Error(e, "{0}", e.Message);
        }
    }

    public override Address LocalAddressForRemote(Address remote) => remote.Protocol == _tcp.Protocol
        ? _defaultAddress
        : throw new RemoteTransportException($"No transport is loaded for protocol [{remote.Protocol}] of address [{remote}]; this system's is [{_tcp.Protocol}]");

    public override void Quarantine(Address address, int? uid) => AssociationWith(address).Quarantine(uid);

    /// <summary>Opens a connection for a lane; where that fails the lane is gated.</summary>
    public async Task Connect(Lane lane)
    {
        var association = lane.Association;
        Stream stream = null;
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_shutdown.Token);
            timeout.CancelAfter(_tcp.ConnectionTimeout);
            stream = await Dialer.Dial(association.Remote, _tcp, timeout.Token).ConfigureAwait(false);
            await Greeting.SendHello(stream, new Hello(lane.Kind, _uid, _defaultAddress, association.Remote), timeout.Token).ConfigureAwait(false);
            var welcome = await Greeting.ReceiveWelcome(stream, timeout.Token).ConfigureAwait(false);
            if (welcome.Answer == GreetingAnswer.Quarantined)
                Events.NotifyListeners(new ThisActorSystemQuarantinedEvent(_defaultAddress, association.Remote));
            if (welcome.Answer != GreetingAnswer.Accepted)
                throw new GreetingException(welcome.Text);
            if (!association.Greet(welcome.Uid))
                throw new GreetingException($"the incarnation there, UID {welcome.Uid}, is quarantined");
            Open(new Connection(stream, lane, welcome.Uid, isInbound: false));
        }
        catch (Exception e)
        {
            if (stream is not null)
                await stream.DisposeAsync().ConfigureAwait(false);
            var reason = e is OperationCanceledException ? $"no connection within {_tcp.ConnectionTimeout}" : e.Message;
            Events.NotifyListeners(new AssociationErrorEvent(
                new RemoteTransportException(reason, e), _defaultAddress, association.Remote, inbound: false, LogLevel.DebugLevel));
            lane.Close(reason);
        }
    }

    public void ToDeadLetters(in Outgoing message)
    {
        if (message.Message is not null)
            ToDeadLetters(message.Message, message.Sender, message.Recipient);
        message.Release();
    }

    private void ToDeadLetters(object message, IActorRef sender, RemoteActorRef recipient)
    {
        var deadLetters = Provider.DeadLetters;
        deadLetters.Tell(new DeadLetter(message, sender ?? deadLetters, recipient), sender);
    }

    private Association AssociationWith(Address address) =>
        _associations.GetOrAdd(address, static (remote, remoting) => new Association(remoting, remote), this);

    /// <summary>Answers the greeting of one who has connected.</summary>
    private async Task Welcome(Stream stream, CancellationToken cancellation)
    {
        var hello = await Greeting.ReceiveHello(stream, _tcp.Protocol, cancellation).ConfigureAwait(false);
        var refusal = !_addresses.Contains(hello.To) ? $"[{hello.To}] is not the address of this system, which is [{_defaultAddress}]"
            : _addresses.Contains(hello.From) ? $"[{hello.From}] is the address of this system itself"
            : IsShutDown ? "this system shuts down"
            : null;
        if (refusal is not null)
        {
            await Greeting.SendWelcome(stream, new Welcome(GreetingAnswer.Refused, _uid, refusal), cancellation).ConfigureAwait(false);
            throw new GreetingException(refusal);
        }
        var association = AssociationWith(hello.From);
        if (!association.Greet(hello.Uid))
        {
            const string Reason = "The remote system has quarantined this system. "
                + "No further associations to the remote system are possible until this system is restarted.";
            await Greeting.SendWelcome(stream, new Welcome(GreetingAnswer.Quarantined, _uid, Reason), cancellation).ConfigureAwait(false);
            throw new GreetingException($"[{hello.From}] with UID {hello.Uid} is quarantined");
        }
        await Greeting.SendWelcome(stream, new Welcome(GreetingAnswer.Accepted, _uid, ""), cancellation).ConfigureAwait(false);
        Open(new Connection(stream, association.LaneOf(hello.Lane), hello.Uid, isInbound: true));
    }

    private void Open(Connection connection)
    {
        var association = connection.Lane.Association;
        connection.Lane.Add(connection);
        association.Count(1, connection.IsInbound);
        connection.Run(_tcp.MaximumFrameSize, new InboundMessages(this, connection));
        // What happened since the greeting?
        if (association.IsQuarantined(connection.PeerUid))
            _ = connection.Dismiss(EnvelopeEncoder.Signal(FrameKind.Quarantined), "it is quarantined", Settings.FlushWait);
        else if (IsShutDown)
            _ = connection.Dismiss(EnvelopeEncoder.Signal(FrameKind.Goodbye), "this system shuts down", Settings.FlushWait);
    }

    private void Tick(TimeSpan keepAliveAfter, TimeSpan deadAfter)
    {
        foreach (var association in _associations.Values)
            association.Tick(keepAliveAfter, deadAfter);
    }

    private static LogLevel? LevelOf(string name) => name.ToUpperInvariant() switch
    {
        "OFF" or "NO" or "FALSE" => null,
        var level => Logging.LogLevelFor(level),
    };
}
