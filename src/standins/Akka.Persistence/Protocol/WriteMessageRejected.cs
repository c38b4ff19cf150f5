namespace Akka.Persistence;

/// <summary>The journal refused an event before it tried to write it; it is not in the journal.</summary>
public sealed record WriteMessageRejected : IJournalResponse
{
    /// <exception cref="ArgumentNullException"><paramref name="cause"/> is null.</exception>
    public WriteMessageRejected(IPersistentRepresentation persistent, Exception cause, int actorInstanceId)
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
