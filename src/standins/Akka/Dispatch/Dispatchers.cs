using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>The dispatchers of an actor system, by their HOCON paths.</summary>
public sealed class Dispatchers
{
    public const string DefaultDispatcherId = "akka.actor.default-dispatcher";
    public const string DefaultBlockingDispatcherId = "akka.actor.default-blocking-io-dispatcher";

    internal const string InternalDispatcherId = "akka.actor.internal-dispatcher";

    private const int MaxAliasDepth = 20;

    private readonly ActorSystem _system;
    private readonly ILoggingAdapter _log;
    private readonly ConcurrentDictionary<string, Lazy<MessageDispatcherConfigurator>> _configurators = new();

    public Dispatchers(ActorSystem system, IDispatcherPrerequisites prerequisites, ILoggingAdapter logger)
    {
        _system = system;
        _log = logger;
        Prerequisites = prerequisites;
    }

    public IDispatcherPrerequisites Prerequisites { get; }

    public MessageDispatcher DefaultGlobalDispatcher => Lookup(DefaultDispatcherId);

    public Config DefaultDispatcherConfig => ConfigOf(DefaultDispatcherId);

    /// <exception cref="ConfigurationException">There is no such dispatcher, or its type is unknown.</exception>
    public MessageDispatcher Lookup(string dispatcherName)
    {
        var id = string.IsNullOrEmpty(dispatcherName) ? DefaultDispatcherId : dispatcherName;
        return _configurators.GetOrAdd(id, key => new Lazy<MessageDispatcherConfigurator>(() => Configure(key))).Value.Dispatcher();
    }

    public bool HasDispatcher(string id) => _configurators.ContainsKey(id) || _system.Settings.Config.HasPath(id);

    /// <summary>Adds a dispatcher in code; false where the id is taken.</summary>
    public bool RegisterConfigurator(string id, MessageDispatcherConfigurator configurator) =>
        _configurators.TryAdd(id, new Lazy<MessageDispatcherConfigurator>(() => configurator));

    internal Config ConfigOf(string id)
    {
        var ownId = ConfigurationFactory.ParseString($"id = \"{id}\"");
        return ownId.WithFallback(Section(id)).WithFallback(Section(DefaultDispatcherId));
    }

    // A section, or the one that its text, an alias, leads to.
    private Config Section(string id)
    {
        var root = _system.Settings.Config;
        var at = id;
        for (var depth = 0; depth <= MaxAliasDepth; depth++)
        {
            if (!root.HasPath(at))
                throw new ConfigurationException($"Dispatcher [{at}] not configured.");
            if (root.GetValue(at).IsObject())
                return root.GetConfig(at);
            at = root.GetString(at);
        }
        throw new ConfigurationException($"Could not find a concrete dispatcher config after following {MaxAliasDepth} deep at [{id}]. Is there a loop in your config?");
    }

    private MessageDispatcherConfigurator Configure(string id)
    {
        var config = ConfigOf(id);
        var type = config.GetString("type");
        switch (type)
        {
            case null or "":
                throw new ConfigurationException($"Missing dispatcher type in config [{id}]");
            case "Dispatcher" or "TaskDispatcher" or "ChannelExecutor":
                return new DispatcherConfigurator(config, Prerequisites);
            case "ForkJoinDispatcher":
                return new ForkJoinDispatcherConfigurator(config, Prerequisites);
            case "PinnedDispatcher":
                return new PinnedDispatcherConfigurator(config, Prerequisites);
        }
        var custom = Type.GetType(type)
            ?? throw new ConfigurationException($"Could not resolve dispatcher type {type} for path {id}");
        _log.Debug("Dispatcher [{0}] is made by {1}", id, custom);
        return (MessageDispatcherConfigurator)Activator.CreateInstance(custom, config, Prerequisites);
    }
}
