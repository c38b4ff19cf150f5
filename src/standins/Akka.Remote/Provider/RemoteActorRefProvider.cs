using Akka.Event;
using Akka.Remote.Configuration;
using Akka.Remote.Transport;

namespace Akka.Remote;

/// <summary>Makes actors in this process, and references to those of others.</summary>
public class RemoteActorRefProvider : IRemoteActorRefProvider
{
    private readonly LocalActorRefProvider _local;
    private readonly EventStream _eventStream;
    private readonly ILoggingAdapter _log;
    private Akka.Serialization.Information _serializationInformation;
    private ActorSystemImpl _system;

    public RemoteActorRefProvider(string systemName, Settings settings, EventStream eventStream)
    {
        settings.InjectTopLevelFallback(RemoteConfigFactory.Default());
        _eventStream = eventStream;
        _log = Logging.GetLogger(eventStream, GetType());
        _local = new LocalActorRefProvider(systemName, settings, eventStream, this);
        RemoteSettings = new RemoteSettings(settings.Config);
    }

    public RemoteTransport Transport { get; private set; }

    public RemoteSettings RemoteSettings { get; }

    public IActorRef RemoteWatcher { get; private set; }

    public ActorPath RootPath => _local.RootPath;

    public IInternalActorRef RootGuardian => _local.RootGuardian;

    public LocalActorRef Guardian => _local.Guardian;

    public LocalActorRef SystemGuardian => _local.SystemGuardian;

    public IInternalActorRef TempContainer => _local.TempContainer;

    public IActorRef DeadLetters => _local.DeadLetters;

    public IActorRef IgnoreRef => _local.IgnoreRef;

    /// <summary>The address under which others reach this system; its local one until the transport listens.</summary>
    public Address DefaultAddress => Transport?.DefaultAddress ?? _local.DefaultAddress;

    public Akka.Serialization.Information SerializationInformation
    {
        get
        {
            if (Transport?.DefaultAddress is not { } address)
                return _local.SerializationInformation;
            return _serializationInformation ??= new Akka.Serialization.Information(address, _system);
        }
    }

    public Settings Settings => _local.Settings;

    public Task TerminationTask => _local.TerminationTask;

    public virtual void Init(ActorSystemImpl system)
    {
        _system = system;
        _local.Init(system);
        Transport = new Remoting(system, this);
        system.SystemActorOf(
            RemoteSettings.ConfigureDispatcher(Props.Create(() => new RemotingTerminator(_local.SystemGuardian, Transport))),
            "remoting-terminator");
        Transport.Start();
        RemoteWatcher = CreateRemoteWatcher(system);
    }

    public ActorPath TempPath() => _local.TempPath();

    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path) => _local.RegisterTempActor(actorRef, path);

    public void UnregisterTempActor(ActorPath path) => _local.UnregisterTempActor(path);

    public FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs) => _local.CreateFutureRef(tcs);

    public IInternalActorRef ActorOf(
        ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path, bool systemService) =>
        _local.ActorOf(system, props, supervisor, path, systemService);

    public bool HasAddress(Address address) => RootPath.Address.Equals(address) || Transport.Addresses.Contains(address);

    public IActorRef RootGuardianAt(Address address)
    {
        if (HasAddress(address))
            return RootGuardian;
        var local = Transport.LocalAddressForRemote(address);
        return IsReachable(address) ? CreateRemoteRef(new RootActorPath(address), local) : DeadLetters;
    }

    public IActorRef ResolveActorRef(string path)
    {
        if (path == IgnoreRef.Path.ToString())
            return IgnoreRef;
        return InternalResolveActorRef(path);
    }

    public IActorRef InternalResolveActorRef(string path)
    {
        if (path.Length == 0)
            return ActorRefs.NoSender;
        if (ActorPath.TryParse(path, out var actorPath))
            return ResolveActorRef(actorPath);
        _log.Debug("resolve of unknown path [{0}] failed", path);
        return DeadLetters;
    }

    public IActorRef ResolveActorRef(ActorPath actorPath)
    {
        if (HasAddress(actorPath.Address))
            return _local.ResolveByElements(actorPath);
        if (IsReachable(actorPath.Address))
            return CreateRemoteRef(actorPath, Transport.LocalAddressForRemote(actorPath.Address));
        _log.Warning("Error while resolving address [{0}]: it is neither this system's nor one of a remote system", actorPath.Address);
        return new EmptyLocalActorRef(this, RootPath, _eventStream);
    }

    public IInternalActorRef ResolveActorRefWithLocalAddress(string path, Address localAddress)
    {
        if (!ActorPath.TryParse(path, out var actorPath))
        {
            _log.Debug("resolve of unknown path [{0}] failed", path);
            return (IInternalActorRef)DeadLetters;
        }
        return HasAddress(actorPath.Address)
            ? (IInternalActorRef)_local.ResolveByElements(actorPath)
            : CreateRemoteRef(actorPath, localAddress);
    }

    public Address GetExternalAddressFor(Address address)
    {
        if (HasAddress(address))
            return _local.RootPath.Address;
        return IsReachable(address) ? Transport.LocalAddressForRemote(address) : null;
    }

    public void Quarantine(Address address, int? uid) => Transport.Quarantine(address, uid);

    protected virtual IActorRef CreateRemoteWatcher(ActorSystemImpl system)
    {
        var failureDetector = CreateRemoteWatcherFailureDetector(system);
        return system.SystemActorOf(
            RemoteSettings.ConfigureDispatcher(Remote.RemoteWatcher.Props(
                failureDetector,
                RemoteSettings.WatchHeartBeatInterval,
                RemoteSettings.WatchUnreachableReaperInterval,
                RemoteSettings.WatchHeartbeatExpectedResponseAfter)),
            "remote-watcher");
    }

    protected DefaultFailureDetectorRegistry<Address> CreateRemoteWatcherFailureDetector(ActorSystem system) =>
        new(() => FailureDetectorLoader.Load(
            RemoteSettings.WatchFailureDetectorImplementationClass, RemoteSettings.WatchFailureDetectorConfig, system));

    protected virtual IInternalActorRef CreateRemoteRef(ActorPath actorPath, Address localAddress) =>
        new RemoteActorRef(Transport, localAddress, actorPath, ActorRefs.Nobody, Props.None, Deploy.None);

    private bool IsReachable(Address address) =>
        address.Protocol == Transport.DefaultAddress?.Protocol && address.HasGlobalScope && address.Port is > 0;
}
