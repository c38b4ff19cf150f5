namespace Akka.Remote;

/// <summary>Remoting has stopped.</summary>
public sealed class RemotingShutdownEvent : RemotingLifecycleEvent
{
    public override Event.LogLevel LogLevel() => Event.LogLevel.InfoLevel;

    public override string ToString() => "Remoting shut down";
}
