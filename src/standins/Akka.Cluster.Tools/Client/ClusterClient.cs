using Akka.Remote;

namespace Akka.Cluster.Tools.Client;

/// <summary>
/// Sends messages into a cluster that this system is no member of, by way of a receptionist: of the initial contacts,
/// or of those it is told of, the first that answers. When that is lost, it looks for another.
/// <code>
/// establishing --a receptionist answers--> active
///      ^------- it goes, or falls silent ----'
/// </code>
/// </summary>
public sealed class ClusterClient : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Queue<(Delivery Message, IActorRef Sender)> _buffer = new();
    private readonly ClusterClientSettings _settings;
    private readonly DeadlineFailureDetector _detector;
    private ImmutableHashSet<ActorPath> _contacts;
    private IActorRef _receptionist;

    /// <exception cref="ArgumentException">There are no initial contacts.</exception>
    public ClusterClient(ClusterClientSettings settings)
    {
        if (settings.InitialContacts.Count == 0)
            throw new ArgumentException("Initial contacts for cluster client cannot be empty", nameof(settings));
        _settings = settings;
        _detector = new DeadlineFailureDetector(settings.AcceptableHeartbeatPause, settings.HeartbeatInterval);
        _contacts = [.. settings.InitialContacts];
        Establishing();
    }

    private enum Tick
    {
        Heartbeat,
        GetContacts,
        GiveUp,
    }

    public ITimerScheduler Timers { get; set; }

    public static Props Props(ClusterClientSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Actor.Props.Create(() => new ClusterClient(settings)).WithDeploy(Deploy.Local);
    }

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(Tick.Heartbeat, Tick.Heartbeat, _settings.HeartbeatInterval);
        StartLooking();
    }

    private void StartLooking()
    {
        Timers.StartPeriodicTimer(Tick.GetContacts, Tick.GetContacts, TimeSpan.Zero, _settings.EstablishingGetContactsInterval);
        if (_settings.ReconnectTimeout is { } timeout)
            Timers.StartSingleTimer(Tick.GiveUp, Tick.GiveUp, timeout);
    }

    private void Establishing()
    {
        Receive<Contacts>(contacts =>
        {
            Learn(contacts);
            foreach (var contact in _contacts)
                Context.ActorSelection(contact).Tell(new Identify(null));
        });
        Receive<ActorIdentity>(identity => Connect(identity.Subject), identity => identity.Subject is not null);
        Receive<ActorIdentity>(_ => { });
        Receive<Tick>(tick =>
        {
            if (tick == Tick.GetContacts)
                AskForContacts();
            else if (tick == Tick.GiveUp)
                GiveUp();
        });
        Receive<Send>(send => Buffer(send.ToDelivery()));
        Receive<SendToAll>(send => Buffer(send.ToDelivery()));
        Receive<IClusterClientMessage>(_ => { });
    }

    private void Active()
    {
        Receive<Send>(send => _receptionist.Forward(send.ToDelivery()));
        Receive<SendToAll>(send => _receptionist.Forward(send.ToDelivery()));
        Receive<HeartbeatRsp>(_ => _detector.HeartBeat(), _ => Sender.Equals(_receptionist));
        Receive<Contacts>(Learn);
        Receive<ReceptionistShutdown>(_ => Lose("is shutting down"), _ => Sender.Equals(_receptionist));
        Receive<Tick>(tick =>
        {
            if (tick == Tick.GetContacts)
                _receptionist.Tell(GetContacts.Instance);
            else if (tick == Tick.Heartbeat && _detector.IsAvailable)
                _receptionist.Tell(Heartbeat.Instance);
            else if (tick == Tick.Heartbeat)
                Lose("does not answer");
        });
        // Others were asked, too.
        Receive<ActorIdentity>(_ => { });
        Receive<IClusterClientMessage>(_ => { });
    }

    private void Learn(Contacts contacts)
    {
        if (contacts.ContactPoints.Length > 0)
            _contacts = [.. contacts.ContactPoints.Select(ActorPath.Parse)];
    }

    // With one contact alone, losing that one would be the end.
    private void AskForContacts()
    {
        foreach (var contact in _contacts.Count > 1 ? _contacts : _contacts.Union(_settings.InitialContacts))
            Context.ActorSelection(contact).Tell(GetContacts.Instance);
    }

    private void Connect(IActorRef receptionist)
    {
        _log.Info("Connected to [{0}]", receptionist.Path);
        _receptionist = receptionist;
        _detector.HeartBeat();
        Timers.Cancel(Tick.GiveUp);
        Timers.StartPeriodicTimer(Tick.GetContacts, Tick.GetContacts, _settings.RefreshContactsInterval);
        Become(Active);
        // Makes this client known, so that it is told when the receptionist goes.
        receptionist.Tell(Heartbeat.Instance);
        while (_buffer.TryDequeue(out var waiting))
            receptionist.Tell(waiting.Message, waiting.Sender);
    }

    private void Lose(string why)
    {
        _log.Info("Receptionist [{0}] {1}, looking for another", _receptionist.Path, why);
        _receptionist = null;
        Become(Establishing);
        StartLooking();
    }

    private void GiveUp()
    {
        _log.Warning("Receptionist reconnect not successful within {0} stopping cluster client", _settings.ReconnectTimeout);
        Context.Stop(Self);
    }

    private void Buffer(Delivery message)
    {
        if (_settings.BufferSize == 0)
        {
            _log.Warning("Receptionist not available and buffering is disabled, dropping message [{0}]", message.Message.GetType().Name);
            return;
        }
        if (_buffer.Count == _settings.BufferSize)
            _log.Warning("Receptionist not available, buffer is full, dropping first message [{0}]", _buffer.Dequeue().Message.Message.GetType().Name);
        _buffer.Enqueue((message, Sender));
    }

    /// <summary>Sends to one of the actors registered under a path. Its answers come without a sender.</summary>
    public sealed record Send
    {
        /// <param name="path">The path without an address, such as <c>/user/registry</c>.</param>
        /// <param name="message">The message.</param>
        /// <param name="localAffinity">Whether an actor on the receptionist's node is preferred.</param>
        public Send(string path, object message, bool localAffinity = false)
        {
            Path = path;
            Message = message;
            LocalAffinity = localAffinity;
        }

        public string Path { get; }

        public object Message { get; }

        public bool LocalAffinity { get; }

        internal Delivery ToDelivery() => new(Path, Message, ToAll: false, LocalAffinity);
    }

    /// <summary>Sends to all actors registered under a path.</summary>
    public sealed record SendToAll
    {
        public SendToAll(string path, object message)
        {
            Path = path;
            Message = message;
        }

        public string Path { get; }

        public object Message { get; }

        internal Delivery ToDelivery() => new(Path, Message, ToAll: true, LocalAffinity: false);
    }
}
