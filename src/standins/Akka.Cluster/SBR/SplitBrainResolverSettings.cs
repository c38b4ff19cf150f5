using Akka.Configuration;

namespace Akka.Cluster.SBR;

/// <summary>The settings under <c>akka.cluster.split-brain-resolver</c>.</summary>
public sealed class SplitBrainResolverSettings
{
    public const string KeepMajorityName = "keep-majority";
    public const string StaticQuorumName = "static-quorum";
    public const string KeepOldestName = "keep-oldest";
    public const string DownAllName = "down-all";

    public static readonly ImmutableHashSet<string> AllStrategyNames = [KeepMajorityName, StaticQuorumName, KeepOldestName, DownAllName];

    private static readonly TimeSpan LeastUnstable = TimeSpan.FromSeconds(4);

    private readonly Config _config;

    /// <exception cref="ConfigurationException">The strategy is unknown, or a time is not positive.</exception>
    public SplitBrainResolverSettings(Config config)
    {
        _config = config.GetConfig("akka.cluster.split-brain-resolver")
            ?? throw new ConfigurationException("There is no section akka.cluster.split-brain-resolver");
        DowningStableAfter = _config.GetTimeSpan("stable-after");
        if (DowningStableAfter <= TimeSpan.Zero)
            throw new ConfigurationException("'split-brain-resolver.stable-after' must be > 0s");
        DowningStrategy = _config.GetString("active-strategy")?.ToLowerInvariant();
        if (!AllStrategyNames.Contains(DowningStrategy ?? ""))
        {
            throw new ConfigurationException(
                $"Unknown downing strategy 'split-brain-resolver.active-strategy'=[{DowningStrategy}]. Select one of [{string.Join(", ", AllStrategyNames.Order())}]");
        }
        DownAllWhenUnstable = DownAllWhenUnstableOf(_config, DowningStableAfter);
    }

    /// <summary>How long nothing must change before a decision is taken.</summary>
    public TimeSpan DowningStableAfter { get; }

    public string DowningStrategy { get; }

    /// <summary>How much longer than that changes may go on before all are downed; zero for ever.</summary>
    public TimeSpan DownAllWhenUnstable { get; }

    /// <summary>Null for all members.</summary>
    public string KeepMajorityRole => Role(_config.GetConfig(KeepMajorityName));

    public KeepOldestSettings KeepOldestSettings
    {
        get
        {
            var config = _config.GetConfig(KeepOldestName);
            return new KeepOldestSettings(config.GetBoolean("down-if-alone"), Role(config));
        }
    }

    /// <exception cref="ConfigurationException">The quorum's size is not set, or below one.</exception>
    public StaticQuorumSettings StaticQuorumSettings
    {
        get
        {
            var config = _config.GetConfig(StaticQuorumName);
            return int.TryParse(config.GetString("quorum-size"), out var size) && size >= 1
                ? new StaticQuorumSettings(size, Role(config))
                : throw new ConfigurationException($"'split-brain-resolver.{StaticQuorumName}.quorum-size' must be >= 1, not [{config.GetString("quorum-size")}]");
        }
    }

    private static string Role(Config config) => config.GetString("role") is { Length: > 0 } role ? role : null;

    private static TimeSpan DownAllWhenUnstableOf(Config config, TimeSpan stableAfter)
    {
        const string Key = "down-all-when-unstable";
        switch (config.GetString(Key)?.ToLowerInvariant())
        {
            case "on":
                var derived = stableAfter * 3 / 4;
                return derived > LeastUnstable ? derived : LeastUnstable;
            case "off":
                return TimeSpan.Zero;
            default:
                return config.GetTimeSpan(Key);
        }
    }
}
