namespace Akka.Cluster.SBR;

/// <summary>Downs one side of a split, by the strategy that is configured.</summary>
public class SplitBrainResolverProvider : IDowningProvider
{
    private readonly SplitBrainResolverSettings _settings;
    private readonly Cluster _cluster;

    /// <exception cref="Akka.Configuration.ConfigurationException">A setting makes no sense.</exception>
    public SplitBrainResolverProvider(ActorSystem system, Cluster cluster)
    {
        _settings = new SplitBrainResolverSettings(system.Settings.Config);
        _cluster = cluster;
    }

    /// <summary>As configured; else the time in which the other side of a split decides to go.</summary>
    public TimeSpan DownRemovalMargin =>
        _cluster.Settings.DownRemovalMargin != TimeSpan.Zero ? _cluster.Settings.DownRemovalMargin : _settings.DowningStableAfter;

    public Props DowningActorProps
    {
        get
        {
            DowningStrategy strategy = _settings.DowningStrategy switch
            {
                SplitBrainResolverSettings.KeepMajorityName => new KeepMajority(_settings.KeepMajorityRole),
                SplitBrainResolverSettings.KeepOldestName =>
                    new KeepOldest(_settings.KeepOldestSettings.DownIfAlone, _settings.KeepOldestSettings.Role),
                SplitBrainResolverSettings.StaticQuorumName =>
                    new StaticQuorum(_settings.StaticQuorumSettings.Size, _settings.StaticQuorumSettings.Role),
                _ => new DownAllNodes(),
            };
            return Props.Create(() => new SplitBrainResolver(_settings, strategy, _cluster)).WithDeploy(Deploy.Local);
        }
    }
}
