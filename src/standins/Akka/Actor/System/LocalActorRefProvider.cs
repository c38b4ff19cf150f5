using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Makes all actors in this process.</summary>
public sealed class LocalActorRefProvider : IActorRefProvider
{
    private readonly IActorRefProvider _owner;
    private readonly EventStream _eventStream;
    private readonly DeadLetterActorRef _deadLetters;
    private readonly ActorPath _tempNode;
    private readonly RootGuardianSupervisor _theOneWhoWalksTheBubblesOfSpaceTime;
    private VirtualPathContainer _tempContainer;
    private RootGuardianActorRef _rootGuardian;
    private ActorSystemImpl _system;
    private Serialization.Information _information;
    private long _tempNumber;

    public LocalActorRefProvider(string systemName, Settings settings, EventStream eventStream)
        : this(systemName, settings, eventStream, owner: null)
    {
    }

    /// <param name="systemName">The name of the system.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="eventStream">Where dead letters go.</param>
    /// <param name="owner">The provider that this one is the local part of: references name it as theirs.</param>
    internal LocalActorRefProvider(string systemName, Settings settings, EventStream eventStream, IActorRefProvider owner)
    {
        _owner = owner ?? this;
        Settings = settings;
        _eventStream = eventStream;
        RootPath = new RootActorPath(new Address("akka", systemName));
        _tempNode = RootPath / "temp";
        _deadLetters = new DeadLetterActorRef(_owner, RootPath / "deadLetters", eventStream);
        IgnoreRef = new IgnoreActorRef(_owner);
        _theOneWhoWalksTheBubblesOfSpaceTime = new RootGuardianSupervisor(RootPath, _owner);
    }

    public Settings Settings { get; }

    public ActorPath RootPath { get; }

    public Address DefaultAddress => RootPath.Address;

    public Serialization.Information SerializationInformation => _information ??= new(RootPath.Address, _system);

    public IActorRef DeadLetters => _deadLetters;

    public IActorRef IgnoreRef { get; }

    public IInternalActorRef RootGuardian => _rootGuardian;

    public LocalActorRef Guardian { get; private set; }

    public LocalActorRef SystemGuardian { get; private set; }

    public IInternalActorRef TempContainer => _tempContainer;

    public Task TerminationTask => _theOneWhoWalksTheBubblesOfSpaceTime.Stopped;

    public void Init(ActorSystemImpl system)
    {
        _system = system;
        var dispatcher = system.Dispatchers.Lookup(Dispatchers.InternalDispatcherId);
        var mailbox = system.Mailboxes.Lookup(Mailboxes.DefaultMailboxId);
        var rootProps = Props.Create<GuardianActor>().WithSupervisorStrategy(SupervisorStrategy.StoppingStrategy);
        _rootGuardian = new RootGuardianActorRef(
            system, rootProps, dispatcher, mailbox, _theOneWhoWalksTheBubblesOfSpaceTime, RootPath, _deadLetters, () => _tempContainer);
        _tempContainer = new VirtualPathContainer(_owner, _tempNode, _rootGuardian);
        _rootGuardian.Start();

        var userStrategy = SupervisorStrategyConfigurator.CreateConfigurator(Settings.SupervisorStrategyClass).Create();
        Guardian = MakeGuardian("user", Props.Create<GuardianActor>().WithSupervisorStrategy(userStrategy), system.Dispatchers.DefaultGlobalDispatcher, mailbox);
        SystemGuardian = MakeGuardian("system", Props.Create<SystemGuardianActor>(Guardian), dispatcher, mailbox);
        Watch(Guardian, SystemGuardian);
        Watch(SystemGuardian, _rootGuardian);
    }

    public ActorPath TempPath() => _tempNode / (Interlocked.Increment(ref _tempNumber) - 1).Base64Encode();

    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path) => _tempContainer.AddChild(path.Name, actorRef);

    public void UnregisterTempActor(ActorPath path) => _tempContainer.RemoveChild(path.Name);

    public FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs) => new(tcs, TempPath(), _owner);

    public IActorRef RootGuardianAt(Address address) =>
        address == RootPath.Address ? _rootGuardian : _deadLetters;

    public IInternalActorRef ActorOf(
        ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path, bool systemService)
    {
        var dispatcherId = systemService && props.Deploy.Dispatcher == Deploy.NoDispatcherGiven
            ? Dispatchers.InternalDispatcherId
            : props.Dispatcher;
        if (!system.Dispatchers.HasDispatcher(dispatcherId))
            throw new ConfigurationException($"Dispatcher [{dispatcherId}] not configured for path {path}");
        try
        {
            var dispatcher = system.Dispatchers.Lookup(dispatcherId);
            var mailbox = system.Mailboxes.MailboxTypeOf(props, dispatcher.Configurator.Config);
            return new LocalActorRef(system, props, dispatcher, mailbox, supervisor, path);
        }
        catch (Exception ex) when (ex is not ConfigurationException { Message: null })
        {
            throw new ConfigurationException(
                $"Configuration problem while creating {path} with dispatcher [{dispatcherId}] and mailbox [{props.Mailbox}]", ex);
        }
    }

    public IActorRef ResolveActorRef(string path) =>
        ActorPath.TryParse(path, out var actorPath) ? ResolveActorRef(actorPath) : _deadLetters;

    public IActorRef ResolveActorRef(ActorPath actorPath) =>
        actorPath.Root == RootPath ? ResolveByElements(actorPath) : _deadLetters;

    /// <summary>The actor of that path in this system, whatever address the path has.</summary>
    internal IActorRef ResolveByElements(ActorPath actorPath)
    {
        var elements = actorPath.Elements;
        if (elements.Count == 0)
            return _rootGuardian;
        var names = elements.ToArray();
        if (actorPath.Uid != ActorCell.UndefinedUid)
            names[^1] += "#" + actorPath.Uid;
        var found = _rootGuardian.GetChild(names);
        return found.IsNobody() ? new EmptyLocalActorRef(_owner, actorPath, _eventStream) : found;
    }

    public Address GetExternalAddressFor(Address address) => address == RootPath.Address ? address : null;

    private LocalActorRef MakeGuardian(string name, Props props, MessageDispatcher dispatcher, MailboxType mailbox)
    {
        _rootGuardian.Cell.ReserveChild(name);
        var guardian = new LocalActorRef(_system, props, dispatcher, mailbox, _rootGuardian, RootPath / name);
        _rootGuardian.Cell.InitChild(guardian);
        guardian.Start();
        return guardian;
    }

    private static void Watch(IInternalActorRef watchee, IInternalActorRef watcher) =>
        watcher.SendSystemMessage(new Dispatch.SysMsg.Watch(watchee, watcher));
}
