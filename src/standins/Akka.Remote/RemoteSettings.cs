using Akka.Configuration;

namespace Akka.Remote;

/// <summary>The settings below <c>akka.remote</c>.</summary>
public class RemoteSettings
{
    public RemoteSettings(Config config)
    {
        if (config.IsNullOrEmpty())
            throw ConfigurationException.NullOrEmptyConfig<RemoteSettings>();
        Config = config;
        var remote = config.GetConfig("akka.remote");
        LogReceive = remote.GetBoolean("log-received-messages");
        LogSend = remote.GetBoolean("log-sent-messages");
        LogBufferSizeExceeding = remote.GetString("log-buffer-size-exceeding").ToLowerInvariant() is "off" or "false" or "no"
            ? int.MaxValue
            : remote.GetInt("log-buffer-size-exceeding");
        UntrustedMode = remote.GetBoolean("untrusted-mode");
        TrustedSelectionPaths = [.. remote.GetStringList("trusted-selection-paths")];
        RemoteLifecycleEventsLogLevel = remote.GetString("log-remote-lifecycle-events");
        if (RemoteLifecycleEventsLogLevel.ToLowerInvariant() is "on" or "yes" or "true")
            RemoteLifecycleEventsLogLevel = "DEBUG";
        Dispatcher = remote.GetString("use-dispatcher");
        FlushWait = remote.GetTimeSpan("flush-wait-on-shutdown");
        ShutdownTimeout = remote.GetTimeSpan("shutdown-timeout");
        TransportNames = remote.GetStringList("enabled-transports");
        RetryGateClosedFor = remote.GetTimeSpan("retry-gate-closed-for");
        UsePassiveConnections = remote.GetBoolean("use-passive-connections");
        SysMsgBufferSize = remote.GetInt("system-message-buffer-size");
        InitialSysMsgDeliveryTimeout = remote.GetTimeSpan("initial-system-message-delivery-timeout");
        QuarantineDuration = remote.GetTimeSpan("prune-quarantine-marker-after");

        WatchFailureDetectorConfig = remote.GetConfig("watch-failure-detector");
        WatchFailureDetectorImplementationClass = WatchFailureDetectorConfig.GetString("implementation-class");
        WatchHeartBeatInterval = WatchFailureDetectorConfig.GetTimeSpan("heartbeat-interval");
        WatchUnreachableReaperInterval = WatchFailureDetectorConfig.GetTimeSpan("unreachable-nodes-reaper-interval");
        WatchHeartbeatExpectedResponseAfter = WatchFailureDetectorConfig.GetTimeSpan("expected-response-after");
    }

    /// <summary>The configuration of the whole system.</summary>
    public Config Config { get; }

    public bool LogSend { get; set; }

    public bool LogReceive { get; set; }

    public int LogBufferSizeExceeding { get; set; }

    public bool UntrustedMode { get; set; }

    public HashSet<string> TrustedSelectionPaths { get; set; }

    public string RemoteLifecycleEventsLogLevel { get; set; }

    public string Dispatcher { get; set; }

    public TimeSpan ShutdownTimeout { get; set; }

    public TimeSpan FlushWait { get; set; }

    public IList<string> TransportNames { get; set; }

    public TimeSpan RetryGateClosedFor { get; set; }

    public bool UsePassiveConnections { get; set; }

    public int SysMsgBufferSize { get; set; }

    public TimeSpan InitialSysMsgDeliveryTimeout { get; set; }

    public TimeSpan? QuarantineDuration { get; set; }

    public Config WatchFailureDetectorConfig { get; set; }

    public string WatchFailureDetectorImplementationClass { get; set; }

    public TimeSpan WatchHeartBeatInterval { get; set; }

    public TimeSpan WatchUnreachableReaperInterval { get; set; }

    public TimeSpan WatchHeartbeatExpectedResponseAfter { get; set; }

    /// <summary>The Props on remoting's own dispatcher, where one is set.</summary>
    public Props ConfigureDispatcher(Props props) =>
        string.IsNullOrEmpty(Dispatcher) ? props : props.WithDispatcher(Dispatcher);
}
