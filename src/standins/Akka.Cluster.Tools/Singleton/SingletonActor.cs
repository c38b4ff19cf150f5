using Akka.Util;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>A singleton to be: its props, its name, how it is told to stop, its settings.</summary>
public class SingletonActor
{
    private SingletonActor(string name, Props props, Option<object> stopMessage, Option<ClusterSingletonSettings> settings)
    {
        Name = name;
        Props = props;
        StopMessage = stopMessage;
        Settings = settings;
    }

    public string Name { get; }

    public Props Props { get; }

    /// <summary>None: a <see cref="PoisonPill"/>.</summary>
    public Option<object> StopMessage { get; }

    /// <summary>None: those of the configuration.</summary>
    public Option<ClusterSingletonSettings> Settings { get; }

    public static SingletonActor Create(Props props, string name) =>
        new(name, props, Option<object>.None, Option<ClusterSingletonSettings>.None);

    public SingletonActor WithProps(Props props) => new(Name, props, StopMessage, Settings);

    public SingletonActor WithStopMessage(object stopMessage) => new(Name, Props, stopMessage, Settings);

    public SingletonActor WithSettings(ClusterSingletonSettings settings) => new(Name, Props, StopMessage, settings);
}
