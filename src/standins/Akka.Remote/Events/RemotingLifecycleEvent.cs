using Akka.Event;

namespace Akka.Remote;

/// <summary>What remoting publishes on the event stream.</summary>
public abstract class RemotingLifecycleEvent
{
    public abstract LogLevel LogLevel();
}
