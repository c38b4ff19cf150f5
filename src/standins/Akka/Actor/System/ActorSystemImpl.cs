using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>The actor system.</summary>
public sealed partial class ActorSystemImpl : ExtendedActorSystem
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();
    private readonly IActorRefProvider _provider;
    private readonly BusLogging _log;
    private readonly TerminationCallbacks _terminationCallbacks;
    private IActorRef _deadLetterListener;

    internal ActorSystemImpl(string name, Config config, ActorSystemSetup setup)
    {
        if (!ValidName().IsMatch(name))
        {
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus non-leading '-' and '_')", nameof(name));
        }
        ArgumentNullException.ThrowIfNull(config);
        Name = name;
        Settings = new Settings(this, config, setup);
        EventStream = new EventStream(Settings.DebugEventStream);
        EventStream.StartStdoutLogger(Settings);
        _log = new BusLogging(EventStream, $"ActorSystem({name})", GetType(), Settings.LogFormatter);
        Scheduler = Make<IScheduler>(Settings.SchedulerClass, "akka.scheduler.implementation", Settings.Config, _log);
        _provider = Make<IActorRefProvider>(Settings.ProviderClass, "akka.actor.provider", name, Settings, EventStream);
        _terminationCallbacks = new TerminationCallbacks(_provider.TerminationTask);
        DeadLetterQueue = new DeadLetterQueue(_provider.DeadLetters);
        DeadLetterMailbox = Mailbox.OfTheDead(DeadLetterQueue);
        Serialization = new Serialization.Serialization(this);
        Mailboxes = new Mailboxes(this);
        Dispatchers = new Dispatchers(
            this, new DefaultDispatcherPrerequisites(EventStream, Scheduler, Settings, Mailboxes), _log);
    }

    public override Settings Settings { get; }

    public override string Name { get; }

    public override Serialization.Serialization Serialization { get; }

    public override EventStream EventStream { get; }

    public override IActorRef DeadLetters => _provider.DeadLetters;

    public override IActorRef IgnoreRef => _provider.IgnoreRef;

    public override Dispatchers Dispatchers { get; }

    public override Mailboxes Mailboxes { get; }

    public override IScheduler Scheduler { get; }

    public override ILoggingAdapter Log => _log;

    public override IActorRefProvider Provider => _provider;

    public override IInternalActorRef Guardian => _provider.Guardian;

    public override IInternalActorRef LookupRoot => _provider.RootGuardian;

    public override IInternalActorRef SystemGuardian => _provider.SystemGuardian;

    public override Task WhenTerminated => _terminationCallbacks.Completed;

    internal DeadLetterQueue DeadLetterQueue { get; }

    internal Mailbox DeadLetterMailbox { get; }

    /// <summary>Starts guardians, loggers, extensions; a system that fails to start stops again.</summary>
    internal void Start()
    {
        try
        {
            RegisterOnTermination(() => (Scheduler as IDisposable)?.Dispose());
            _provider.Init(this);
            EventStream.StartUnsubscriber(this);
            EventStream.StartDefaultLoggers(this);
            LoadExtensions();
            if (Settings.LogDeadLetters > 0)
                _deadLetterListener = SystemActorOf<DeadLetterListener>("deadLetterListener");
            CoordinatedShutdown.Get(this);
            if (Settings.LogConfigOnStart)
                _log.Info(Settings.ToString());
        }
        catch
        {
            if (_provider.Guardian is null)
                (Scheduler as IDisposable)?.Dispose();
            else
                FinalTerminate();
            throw;
        }
    }

    public override IActorRef ActorOf(Props props, string name = null) =>
        _provider.Guardian.Cell.AttachChild(props, systemService: false, name);

    public override IActorRef SystemActorOf(Props props, string name = null) =>
        _provider.SystemGuardian.Cell.AttachChild(props, systemService: true, name);

    public override IActorRef SystemActorOf<TActor>(string name = null) => SystemActorOf(Props.Create<TActor>(), name);

    public override ActorSelection ActorSelection(ActorPath actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this);

    public override ActorSelection ActorSelection(string actorPath) =>
        ActorRefFactoryShared.ActorSelection(actorPath, this, _provider.RootGuardian);

    public override void Stop(IActorRef actor)
    {
        var parent = actor.Path.Parent;
        if (parent == _provider.Guardian.Path)
            _provider.Guardian.Tell(new StopChild(actor));
        else if (parent == _provider.SystemGuardian.Path)
            _provider.SystemGuardian.Tell(new StopChild(actor));
        else
            ((IInternalActorRef)actor).Stop();
    }

    public override void RegisterOnTermination(Action code) => _terminationCallbacks.Add(code);

    public override Task Terminate() => Settings.CoordinatedShutdownRunByActorSystemTerminate
        ? CoordinatedShutdown.Get(this).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance)
        : FinalTerminate();

    public override void Abort() => FinalTerminate();

    internal override Task FinalTerminate()
    {
        _log.Debug("System shutdown initiated");
        if (!Settings.LogDeadLettersDuringShutdown && _deadLetterListener is not null)
            Stop(_deadLetterListener);
        _provider.Guardian.Stop();
        return WhenTerminated;
    }

    public override object RegisterExtension(IExtensionId extension)
    {
        if (extension is null)
            return null;
        _extensions.GetOrAdd(extension.ExtensionType, _ => new Lazy<object>(() => extension.CreateExtension(this)));
        return extension.Get(this);
    }

    public override object GetExtension(IExtensionId extensionId) =>
        TryGetExtension(extensionId.ExtensionType, out var extension) ? extension : null;

    public override T GetExtension<T>() => TryGetExtension<T>(out var extension) ? extension : null;

    public override bool TryGetExtension(Type extensionType, out object extension)
    {
        extension = _extensions.TryGetValue(extensionType, out var lazy) ? lazy.Value : null;
        return extension is not null;
    }

    public override bool TryGetExtension<T>(out T extension)
    {
        extension = TryGetExtension(typeof(T), out var found) ? (T)found : null;
        return extension is not null;
    }

    public override bool HasExtension(Type type) => _extensions.ContainsKey(type);

    public override bool HasExtension<T>() => HasExtension(typeof(T));

    public override string ToString() => LookupRoot.Path.Root.Address.ToString();

    private void LoadExtensions()
    {
        foreach (var name in Settings.Config.GetStringList("akka.extensions", []))
        {
            if (Type.GetType(name) is not { IsAbstract: false } type || !typeof(IExtensionId).IsAssignableFrom(type))
                _log.Error("[{0}] is not an 'ExtensionId', skipping...", name);
            else
                RegisterExtension((IExtensionId)Activator.CreateInstance(type));
        }
    }

    private static T Make<T>(string typeName, string key, params object[] args)
    {
        var type = Type.GetType(typeName) ?? throw new ConfigurationException($"{key}: type [{typeName}] could not be loaded");
        return (T)Activator.CreateInstance(type, args);
    }

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9-]*$")]
    private static partial Regex ValidName();
}
