using Akka.Configuration;

namespace Akka.Cluster.Tools.Client;

/// <summary>The settings under <c>akka.cluster.client.receptionist</c>.</summary>
public sealed class ClusterReceptionistSettings : INoSerializationVerificationNeeded
{
    public ClusterReceptionistSettings(
        string role,
        int numberOfContacts,
        TimeSpan responseTunnelReceiveTimeout,
        TimeSpan heartbeatInterval,
        TimeSpan acceptableHeartbeatPause,
        TimeSpan failureDetectionInterval)
    {
        Role = string.IsNullOrEmpty(role) ? null : role;
        NumberOfContacts = numberOfContacts;
        ResponseTunnelReceiveTimeout = responseTunnelReceiveTimeout;
        HeartbeatInterval = heartbeatInterval;
        AcceptableHeartbeatPause = acceptableHeartbeatPause;
        FailureDetectionInterval = failureDetectionInterval;
    }

    /// <summary>Only nodes of this role have a receptionist; null where all have.</summary>
    public string Role { get; }

    public int NumberOfContacts { get; }

    public TimeSpan ResponseTunnelReceiveTimeout { get; }

    public TimeSpan HeartbeatInterval { get; }

    public TimeSpan AcceptableHeartbeatPause { get; }

    public TimeSpan FailureDetectionInterval { get; }

    public static ClusterReceptionistSettings Create(ActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(ClusterClientReceptionist.DefaultConfig());
        return Create(system.Settings.Config.GetConfig("akka.cluster.client.receptionist"));
    }

    /// <param name="config">The section <c>akka.cluster.client.receptionist</c>.</param>
    public static ClusterReceptionistSettings Create(Config config) => new(
        config.GetString("role"),
        config.GetInt("number-of-contacts"),
        config.GetTimeSpan("response-tunnel-receive-timeout"),
        config.GetTimeSpan("heartbeat-interval"),
        config.GetTimeSpan("acceptable-heartbeat-pause"),
        config.GetTimeSpan("failure-detection-interval"));
}
