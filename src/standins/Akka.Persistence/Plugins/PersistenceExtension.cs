using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Persistence.Serialization;

namespace Akka.Persistence;

/// <summary>The journals and snapshot stores of an actor system, each made when it is first asked for.</summary>
public class PersistenceExtension : IExtension
{
    private const string NoSnapshotStorePluginId = "akka.persistence.no-snapshot-store";
    private const string JournalFallback = "akka.persistence.journal-plugin-fallback";
    private const string SnapshotStoreFallback = "akka.persistence.snapshot-store-plugin-fallback";

    private static readonly string[] NotImplemented = ["event-adapters", "event-adapter-bindings"];

    private readonly ExtendedActorSystem _system;
    private readonly ILoggingAdapter _log;
    private readonly Config _config;
    private readonly ConcurrentDictionary<string, Lazy<Plugin>> _plugins = new();
    private readonly ConcurrentDictionary<string, Config> _configs = new();
    private readonly Lazy<IStashOverflowStrategy> _stashOverflow;
    private readonly Lazy<IActorRef> _recoveryPermitter;
    private readonly Lazy<string> _defaultSnapshotPluginId;

    public PersistenceExtension(ExtendedActorSystem system)
    {
        _system = system;
        system.Settings.InjectTopLevelFallback(Persistence.DefaultConfig());
        _config = system.Settings.Config.GetConfig("akka.persistence");
        var snapshots = new PersistenceSnapshotSerializer(system);
        system.Serialization.AddSerializer("akka-persistence-snapshot", snapshots);
        system.Serialization.AddSerializationMap(typeof(Serialization.Snapshot), snapshots);
        _log = Logging.GetLogger(system, this);
        Settings = new PersistenceSettings(system, _config);
        _stashOverflow = new Lazy<IStashOverflowStrategy>(MakeStashOverflowStrategy);
        _defaultSnapshotPluginId = new Lazy<string>(FindDefaultSnapshotPlugin);
        _recoveryPermitter = new Lazy<IActorRef>(MakeRecoveryPermitter);
        foreach (var id in _config.GetStringList("journal.auto-start-journals", []))
            JournalFor(id);
        foreach (var id in _config.GetStringList("snapshot-store.auto-start-snapshot-stores", []))
            SnapshotStoreFor(id);
    }

    public IStashOverflowStrategy DefaultInternalStashOverflowStrategy => _stashOverflow.Value;

    public PersistenceSettings Settings { get; }

    internal IActorRef RecoveryPermitter => _recoveryPermitter.Value;

    /// <summary>A name for the events of an actor that has chosen none: its path.</summary>
    public string PersistenceId(IActorRef actor) => actor.Path.ToStringWithoutAddress();

    /// <param name="journalPluginId">The path of its configuration; null or empty: the default journal.</param>
    /// <exception cref="ArgumentException">There is no such configuration, or it names no class.</exception>
    public IActorRef JournalFor(string journalPluginId) => PluginFor(JournalPath(journalPluginId), JournalFallback).Ref;

    /// <param name="snapshotPluginId">The path of its configuration; null or empty: the default store.</param>
    /// <exception cref="ArgumentException">There is no such configuration, or it names no class.</exception>
    public IActorRef SnapshotStoreFor(string snapshotPluginId) => PluginFor(
        string.IsNullOrEmpty(snapshotPluginId) ? _defaultSnapshotPluginId.Value : snapshotPluginId, SnapshotStoreFallback).Ref;

    internal Config JournalConfigFor(string journalPluginId) => PluginFor(JournalPath(journalPluginId), JournalFallback).Config;

    /// <summary>The configuration of a plugin by its actor, whose name is the path of it.</summary>
    internal Config ConfigFor(IActorRef plugin) => _configs.TryGetValue(plugin.Path.Name, out var config)
        ? config
        : throw new ArgumentException($"Unknown plugin actor {plugin}", nameof(plugin));

    private Plugin PluginFor(string path, string fallback) =>
        _plugins.GetOrAdd(path, _ => new Lazy<Plugin>(() => MakePlugin(path, fallback))).Value;

    private Plugin MakePlugin(string path, string fallback)
    {
        var all = _system.Settings.Config;
        if (!all.HasPath(path))
            throw new ArgumentException($"Persistence config is missing plugin config path for: {path}");
        var config = all.GetConfig(path).WithFallback(all.GetConfig(fallback));
        foreach (var key in NotImplemented.Where(key => config.HasPath(key)))
            throw new ConfigurationException($"{path}.{key}: event adapters are not part of this stand-in of Akka.Persistence");

        var className = config.GetString("class");
        if (string.IsNullOrEmpty(className))
            throw new ArgumentException($"Plugin class name must be defined in config property [{path}.class]");
        var type = Type.GetType(className, throwOnError: true);
        object[] arguments = type.GetConstructor([typeof(Config)]) is null ? [] : [config];
        // Before the actor: it reads it in its constructor.
        _configs[path] = config;
        var props = new Props(type, arguments).WithDispatcher(config.GetString("plugin-dispatcher"));
        return new Plugin(_system.SystemActorOf(props, path), config);
    }

    private string JournalPath(string journalPluginId)
    {
        if (!string.IsNullOrEmpty(journalPluginId))
            return journalPluginId;
        var path = _config.GetString("journal.plugin");
        return string.IsNullOrEmpty(path)
            ? throw new ConfigurationException("Default journal plugin is not configured: akka.persistence.journal.plugin is empty")
            : path;
    }

    private string FindDefaultSnapshotPlugin()
    {
        var path = _config.GetString("snapshot-store.plugin");
        if (!string.IsNullOrEmpty(path))
            return path;
        _log.Warning("No default snapshot store configured! To configure a default snapshot-store plugin set the "
            + "`akka.persistence.snapshot-store.plugin` key. For details see 'persistence.conf'");
        return NoSnapshotStorePluginId;
    }

    private IStashOverflowStrategy MakeStashOverflowStrategy()
    {
        const string key = "internal-stash-overflow-strategy";
        var name = _config.GetString(key);
        var type = Type.GetType(name)
            ?? throw new ConfigurationException($"akka.persistence.{key}: type [{name}] could not be loaded");
        return ((IStashOverflowStrategyConfigurator)Activator.CreateInstance(type)).Create(_system.Settings.Config);
    }

    private IActorRef MakeRecoveryPermitter()
    {
        var maxPermits = _config.GetInt("max-concurrent-recoveries");
        return _system.SystemActorOf(Props.Create(() => new RecoveryPermitter(maxPermits)), "recoveryPermitter");
    }

    private sealed record Plugin(IActorRef Ref, Config Config);
}
