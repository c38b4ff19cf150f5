namespace Akka.Actor;

/// <summary>The constructor of the new instance or PostRestart threw.</summary>
public class PostRestartException : ActorInitializationException
{
    public PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
        : base(actor, $"Exception post restart ({originalCause?.GetType().ToString() ?? "null"})", cause) => OriginalCause = originalCause;

    /// <summary>What the actor was restarted for.</summary>
    public Exception OriginalCause { get; }
}
