using Akka.Configuration;
using Akka.Dispatch;
using Akka.Util;

namespace Akka.Cluster;

/// <summary>The settings under <c>akka.cluster</c>; see <c>Configuration/reference.conf</c>.</summary>
public sealed class ClusterSettings
{
    /// <exception cref="ConfigurationException">There is no <c>akka.cluster</c> section, or a value in it makes no sense.</exception>
    public ClusterSettings(Config config, string systemName)
    {
        _ = systemName;
        var cluster = config.GetConfig("akka.cluster");
        FailureDetectorConfig = cluster?.GetConfig("failure-detector") ?? throw new ConfigurationException(
            $"Failed to instantiate {nameof(ClusterSettings)}: Configuration does not contain `akka.cluster` node. "
            + "Did you forget to set the 'akka.actor.provider' HOCON property to 'cluster'?");

        FailureDetectorImplementationClass = FailureDetectorConfig.GetString("implementation-class");
        HeartbeatInterval = FailureDetectorConfig.GetTimeSpan("heartbeat-interval");
        HeartbeatExpectedResponseAfter = FailureDetectorConfig.GetTimeSpan("expected-response-after");
        MonitoredByNrOfMembers = FailureDetectorConfig.GetInt("monitored-by-nr-of-members");

        SeedNodes = [.. cluster.GetStringList("seed-nodes").Select(Address.Parse)];
        SeedNodeTimeout = cluster.GetTimeSpan("seed-node-timeout");
        RetryUnsuccessfulJoinAfter = TimeSpanOrOff(cluster, "retry-unsuccessful-join-after");
        ShutdownAfterUnsuccessfulJoinSeedNodes = TimeSpanOrOff(cluster, "shutdown-after-unsuccessful-join-seed-nodes");
        PeriodicTasksInitialDelay = cluster.GetTimeSpan("periodic-tasks-initial-delay");
        GossipInterval = cluster.GetTimeSpan("gossip-interval");
        GossipTimeToLive = cluster.GetTimeSpan("gossip-time-to-live");
        LeaderActionsInterval = cluster.GetTimeSpan("leader-actions-interval");
        UnreachableNodesReaperInterval = cluster.GetTimeSpan("unreachable-nodes-reaper-interval");
        DownRemovalMargin = TimeSpanOrOff(cluster, "down-removal-margin") ?? TimeSpan.Zero;
        WeaklyUpAfter = WeaklyUpAfterOf(cluster);

        Roles = [.. cluster.GetStringList("roles")];
        AppVersion = AppVersion.Create(cluster.GetString("app-version"));
        MinNrOfMembers = cluster.GetInt("min-nr-of-members");
        MinNrOfMembersOfRole = cluster.GetConfig("role").Root.GetObject().Items
            .ToImmutableDictionary(role => role.Key, role => role.Value.GetObject().GetKey("min-nr-of-members").GetInt());

        LogInfoVerbose = cluster.GetBoolean("log-info-verbose");
        LogInfo = LogInfoVerbose || cluster.GetBoolean("log-info");
        VerboseHeartbeatLogging = cluster.GetBoolean("debug.verbose-heartbeat-logging");
        VerboseGossipReceivedLogging = cluster.GetBoolean("debug.verbose-receive-gossip-logging");
        var dispatcher = cluster.GetString("use-dispatcher");
        UseDispatcher = string.IsNullOrEmpty(dispatcher) ? Dispatchers.InternalDispatcherId : dispatcher;
        GossipDifferentViewProbability = cluster.GetDouble("gossip-different-view-probability");
        ReduceGossipDifferentViewProbability = cluster.GetInt("reduce-gossip-different-view-probability");
        RunCoordinatedShutdownWhenDown = cluster.GetBoolean("run-coordinated-shutdown-when-down");
        var downingProvider = cluster.GetString("downing-provider-class");
        DowningProviderType = string.IsNullOrEmpty(downingProvider)
            ? typeof(NoDowning)
            : Type.GetType(downingProvider) ?? throw new ConfigurationException(
                $"akka.cluster.downing-provider-class: type [{downingProvider}] could not be loaded");
    }

    public Config FailureDetectorConfig { get; }

    public string FailureDetectorImplementationClass { get; }

    public TimeSpan HeartbeatInterval { get; }

    public TimeSpan HeartbeatExpectedResponseAfter { get; }

    public int MonitoredByNrOfMembers { get; }

    public ImmutableList<Address> SeedNodes { get; }

    public TimeSpan SeedNodeTimeout { get; }

    public TimeSpan? RetryUnsuccessfulJoinAfter { get; }

    public TimeSpan? ShutdownAfterUnsuccessfulJoinSeedNodes { get; }

    public TimeSpan PeriodicTasksInitialDelay { get; }

    public TimeSpan GossipInterval { get; }

    public TimeSpan GossipTimeToLive { get; }

    public TimeSpan LeaderActionsInterval { get; }

    public TimeSpan UnreachableNodesReaperInterval { get; }

    public ImmutableHashSet<string> Roles { get; }

    public AppVersion AppVersion { get; }

    public int MinNrOfMembers { get; }

    public ImmutableDictionary<string, int> MinNrOfMembersOfRole { get; }

    public bool LogInfo { get; }

    public bool LogInfoVerbose { get; }

    public bool VerboseHeartbeatLogging { get; }

    public bool VerboseGossipReceivedLogging { get; }

    public string UseDispatcher { get; }

    public double GossipDifferentViewProbability { get; }

    public int ReduceGossipDifferentViewProbability { get; }

    public Type DowningProviderType { get; }

    public bool RunCoordinatedShutdownWhenDown { get; }

    public bool AllowWeaklyUpMembers => WeaklyUpAfter != TimeSpan.Zero;

    /// <summary>Zero where no member becomes weakly up.</summary>
    public TimeSpan WeaklyUpAfter { get; }

    /// <summary>Zero where the setting is off.</summary>
    internal TimeSpan DownRemovalMargin { get; }

    private static TimeSpan? TimeSpanOrOff(Config config, string key) => IsOff(config.GetString(key)) ? null : config.GetTimeSpan(key);

    private static bool IsOff(string value) => value?.ToLowerInvariant() is "off" or "false" or "no";

    private static TimeSpan WeaklyUpAfterOf(Config cluster)
    {
        const string Key = "allow-weakly-up-members";
        if (IsOff(cluster.GetString(Key)))
            return TimeSpan.Zero;
        // "on" is what the key was before it became a time.
        var after = cluster.GetString(Key).ToLowerInvariant() == "on" ? TimeSpan.FromSeconds(7) : cluster.GetTimeSpan(Key);
        return after > TimeSpan.Zero
            ? after
            : throw new ConfigurationException($"Valid settings for [akka.cluster.{Key}] are 'off', 'on', or a timespan greater than 0s. Received [{after}]");
    }
}
