namespace Akka.Persistence;

/// <summary>Whether an event was written is not known; its actor has to stop.</summary>
public sealed record WriteMessageFailure : IJournalResponse
{
    /// <exception cref="ArgumentNullException"><paramref name="cause"/> is null.</exception>
    public WriteMessageFailure(IPersistentRepresentation persistent, Exception cause, int actorInstanceId)
    {
        ArgumentNullException.ThrowIfNull(cause);
        Persistent = persistent;
        Cause = cause;
        ActorInstanceId = actorInstanceId;
    }

    public IPersistentRepresentation Persistent { get; }

    public Exception Cause { get; }

    public int ActorInstanceId { get; }
}
