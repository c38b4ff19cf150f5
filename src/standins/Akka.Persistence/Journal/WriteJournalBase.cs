using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>What journals have in common.</summary>
public abstract class WriteJournalBase : ActorBase
{
    /// <summary>The events of a batch, without deferred messages and without senders, which are not written.</summary>
    protected IEnumerable<AtomicWrite> PreparePersistentBatch(IEnumerable<IPersistentEnvelope> resequenceables) =>
        resequenceables.OfType<AtomicWrite>().Select(write => new AtomicWrite(
            ((IEnumerable<IPersistentRepresentation>)write.Payload)
                .Select(e => e.Update(e.SequenceNr, e.PersistenceId, e.IsDeleted, ActorRefs.NoSender, e.WriterGuid))
                .ToImmutableList()));
}
