using Akka.Event;

namespace Akka.Remote;

/// <summary>Publishes lifecycle events and logs those of a level.</summary>
internal sealed class EventPublisher
{
    private readonly ActorSystem _system;
    private readonly ILoggingAdapter _log;
    private readonly LogLevel? _logLevel;

    /// <param name="system">Whose event stream.</param>
    /// <param name="log">Where to log.</param>
    /// <param name="logLevel">The least level that is logged; null: none is.</param>
    public EventPublisher(ActorSystem system, ILoggingAdapter log, LogLevel? logLevel)
    {
        _system = system;
        _log = log;
        _logLevel = logLevel;
    }

    public void NotifyListeners(RemotingLifecycleEvent message)
    {
        _system.EventStream.Publish(message);
        if (message.LogLevel() >= _logLevel)
            _log.Log(message.LogLevel(), cause: null, message.ToString());
    }
}
