using Akka.Configuration;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>The settings of a singleton and of its proxy in one.</summary>
public class ClusterSingletonSettings : INoSerializationVerificationNeeded
{
    private readonly ClusterSingletonManagerSettings _manager;
    private readonly ClusterSingletonProxySettings _proxy;

    private ClusterSingletonSettings(ClusterSingletonManagerSettings manager, ClusterSingletonProxySettings proxy)
    {
        _manager = manager;
        _proxy = proxy;
    }

    public string Role => _manager.Role;

    public TimeSpan SingletonIdentificationInterval => _proxy.SingletonIdentificationInterval;

    public TimeSpan RemovalMargin => _manager.RemovalMargin;

    public TimeSpan HandOverRetryInterval => _manager.HandOverRetryInterval;

    public int BufferSize => _proxy.BufferSize;

    public static ClusterSingletonSettings Create(ActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(ClusterSingletonManager.DefaultConfig());
        return Create(system.Settings.Config.GetConfig("akka.cluster"));
    }

    /// <param name="config">The section <c>akka.cluster</c>.</param>
    public static ClusterSingletonSettings Create(Config config) => new(
        ClusterSingletonManagerSettings.Create(config.GetConfig("singleton")),
        ClusterSingletonProxySettings.Create(config.GetConfig("singleton-proxy"), considerAppVersion: false));

    public ClusterSingletonSettings WithRole(string role) => new(_manager.WithRole(role), _proxy.WithRole(role));

    public ClusterSingletonSettings WithRemovalMargin(TimeSpan removalMargin) => new(_manager.WithRemovalMargin(removalMargin), _proxy);

    public ClusterSingletonSettings WithHandOverRetryInterval(TimeSpan handOverRetryInterval) =>
        new(_manager.WithHandOverRetryInterval(handOverRetryInterval), _proxy);

    internal ClusterSingletonManagerSettings ToManagerSettings(string singletonName) => _manager.WithSingletonName(singletonName);

    internal ClusterSingletonProxySettings ToProxySettings(string singletonName) => _proxy.WithSingletonName(singletonName).WithRole(Role);
}
