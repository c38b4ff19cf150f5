namespace Akka.Cluster;

/// <summary>Logs what the cluster does, under this node's address, as far as <c>akka.cluster.log-info</c> allows.</summary>
internal sealed class InfoLogger(ILoggingAdapter log, ClusterSettings settings, Address selfAddress)
{
    public void LogDebug(string format, params object[] args)
    {
        if (log.IsDebugEnabled)
            log.Debug("Cluster Node [{0}] - {1}", selfAddress, string.Format(null, format, args));
    }

    public void LogInfo(string format, params object[] args)
    {
        if (settings.LogInfo)
            log.Info("Cluster Node [{0}] - {1}", selfAddress, string.Format(null, format, args));
    }

    public void LogWarning(string format, params object[] args) =>
        log.Warning("Cluster Node [{0}] - {1}", selfAddress, string.Format(null, format, args));
}
