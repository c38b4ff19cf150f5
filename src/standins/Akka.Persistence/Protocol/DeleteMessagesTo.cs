using Akka.Actor;

namespace Akka.Persistence;

/// <summary>Asks a journal to delete the events up to a sequence number, which stays used.</summary>
public sealed record DeleteMessagesTo : IJournalRequest
{
    /// <exception cref="ArgumentException"><paramref name="persistenceId"/> is null or empty.</exception>
    public DeleteMessagesTo(string persistenceId, long toSequenceNr, IActorRef persistentActor)
    {
        ArgumentException.ThrowIfNullOrEmpty(persistenceId);
        PersistenceId = persistenceId;
        ToSequenceNr = toSequenceNr;
        PersistentActor = persistentActor;
    }

    public string PersistenceId { get; }

    public long ToSequenceNr { get; }

    public IActorRef PersistentActor { get; }
}
