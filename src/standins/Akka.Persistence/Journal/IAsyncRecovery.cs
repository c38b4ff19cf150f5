using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>Reads events back.</summary>
public interface IAsyncRecovery
{
    /// <summary>Gives the events of an actor, in order, to the callback; both bounds are included.</summary>
    /// <param name="context">The journal's.</param>
    /// <param name="persistenceId">Whose.</param>
    /// <param name="fromSequenceNr">The first.</param>
    /// <param name="toSequenceNr">The last.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="recoveryCallback">Called for each; it tells the actor.</param>
    Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max,
        Action<IPersistentRepresentation> recoveryCallback);

    /// <summary>The highest number that was ever used, deleted events included; 0: none.</summary>
    Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr);
}
