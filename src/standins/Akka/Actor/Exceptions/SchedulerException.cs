namespace Akka.Actor;

/// <summary>The scheduler was shut down.</summary>
public sealed class SchedulerException : AkkaException
{
    public SchedulerException(string message) : base(message) { }
}
