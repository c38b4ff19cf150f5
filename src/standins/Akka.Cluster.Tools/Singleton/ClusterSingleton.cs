using System.Collections.Concurrent;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>Runs singletons, and makes proxies for them, in one call.</summary>
public class ClusterSingleton : IExtension
{
    private readonly ExtendedActorSystem _system;
    private readonly ConcurrentDictionary<string, Lazy<IActorRef>> _proxies = new();

    public ClusterSingleton(ExtendedActorSystem system) => _system = system;

    public static ClusterSingleton Get(ActorSystem system) => system.WithExtension<ClusterSingleton, ClusterSingletonProvider>();

    /// <summary>
    /// Starts the singleton's manager where this node has its role, and a proxy anywhere. A second call for the same name
    /// gives the first one's proxy.
    /// </summary>
    public IActorRef Init(SingletonActor singleton) => _proxies.GetOrAdd(singleton.Name, _ => new Lazy<IActorRef>(() => Start(singleton))).Value;

    private IActorRef Start(SingletonActor singleton)
    {
        var settings = singleton.Settings.HasValue ? singleton.Settings.Value : ClusterSingletonSettings.Create(_system);
        var managerName = $"singletonManager{singleton.Name}";
        if (settings.Role is null || Cluster.Get(_system).SelfRoles.Contains(settings.Role))
        {
            _system.ActorOf(
                ClusterSingletonManager.Props(
                    singleton.Props, singleton.StopMessage.GetOrElse(PoisonPill.Instance), settings.ToManagerSettings(singleton.Name)),
                managerName);
        }
        return _system.ActorOf(
            ClusterSingletonProxy.Props($"/user/{managerName}", settings.ToProxySettings(singleton.Name)), $"singletonProxy{singleton.Name}");
    }
}
