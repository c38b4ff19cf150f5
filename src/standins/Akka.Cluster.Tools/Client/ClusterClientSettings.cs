using Akka.Cluster.Tools.Client.Serialization;
using Akka.Configuration;

namespace Akka.Cluster.Tools.Client;

/// <summary>The settings under <c>akka.cluster.client</c>.</summary>
public sealed record ClusterClientSettings : INoSerializationVerificationNeeded
{
    private const int MaxBufferSize = 10_000;

    private ClusterClientSettings()
    {
    }

    /// <summary>The paths of receptionists to begin with.</summary>
    public IImmutableSet<ActorPath> InitialContacts { get; private init; }

    public TimeSpan EstablishingGetContactsInterval { get; private init; }

    public TimeSpan RefreshContactsInterval { get; private init; }

    public TimeSpan HeartbeatInterval { get; private init; }

    public TimeSpan AcceptableHeartbeatPause { get; private init; }

    /// <summary>How many messages wait while there is no receptionist.</summary>
    public int BufferSize { get; private init; }

    /// <summary>After this time without a receptionist the client stops; null for never.</summary>
    public TimeSpan? ReconnectTimeout { get; private init; }

    public static ClusterClientSettings Create(ActorSystem system)
    {
        ClusterClientMessageSerializer.Register((ExtendedActorSystem)system);
        return Create(system.Settings.Config.GetConfig("akka.cluster.client"));
    }

    /// <param name="config">The section <c>akka.cluster.client</c>.</param>
    /// <exception cref="ArgumentException">The buffer's size is out of range.</exception>
    public static ClusterClientSettings Create(Config config) => new ClusterClientSettings
    {
        InitialContacts = config.GetStringList("initial-contacts").Select(ActorPath.Parse).ToImmutableHashSet(),
        EstablishingGetContactsInterval = config.GetTimeSpan("establishing-get-contacts-interval"),
        RefreshContactsInterval = config.GetTimeSpan("refresh-contacts-interval"),
        HeartbeatInterval = config.GetTimeSpan("heartbeat-interval"),
        AcceptableHeartbeatPause = config.GetTimeSpan("acceptable-heartbeat-pause"),
        ReconnectTimeout = config.GetString("reconnect-timeout")?.ToLowerInvariant() is "off" or "false" or "no"
            ? null
            : config.GetTimeSpan("reconnect-timeout"),
    }.WithBufferSize(config.GetInt("buffer-size"));

    /// <exception cref="ArgumentException">There are none.</exception>
    public ClusterClientSettings WithInitialContacts(IImmutableSet<ActorPath> initialContacts) => initialContacts.Count > 0
        ? this with { InitialContacts = initialContacts }
        : throw new ArgumentException("InitialContacts must be defined", nameof(initialContacts));

    public ClusterClientSettings WithEstablishingGetContactsInterval(TimeSpan value) => this with { EstablishingGetContactsInterval = value };

    public ClusterClientSettings WithRefreshContactsInterval(TimeSpan value) => this with { RefreshContactsInterval = value };

    public ClusterClientSettings WithHeartbeatInterval(TimeSpan value) => this with { HeartbeatInterval = value };

    /// <exception cref="ArgumentException">It is out of range.</exception>
    public ClusterClientSettings WithBufferSize(int bufferSize) => bufferSize is >= 0 and <= MaxBufferSize
        ? this with { BufferSize = bufferSize }
        : throw new ArgumentException($"BufferSize must be >= 0 and <= {MaxBufferSize}", nameof(bufferSize));

    public ClusterClientSettings WithReconnectTimeout(TimeSpan? reconnectTimeout) => this with { ReconnectTimeout = reconnectTimeout };
}
