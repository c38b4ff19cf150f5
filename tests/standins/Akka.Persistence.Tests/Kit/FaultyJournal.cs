using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence.Journal;

namespace Akka.Persistence.Tests.Kit;

/// <summary>A journal in memory that fails as it is told to; an answer says that it has been told.</summary>
public sealed class FaultyJournal : MemoryJournal
{
    public const string Config = """
        akka.persistence.journal.plugin = "test.journal"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        test.journal {
          class = "Akka.Persistence.Tests.Kit.FaultyJournal, Akka.Persistence.Tests"
          recovery-event-timeout = 300ms
          circuit-breaker { max-failures = 3, call-timeout = 300ms, reset-timeout = 1s }
        }
        """;

    private Fault _fault = Fault.None;

    public enum Fault
    {
        None,
        WriteFails,
        WriteHangs,
        RejectsBad,
        ReplayFails,
        ReplayHangs,
        DeletionFails,
    }

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr) => _fault == Fault.ReplayFails
        ? Task.FromException<long>(new IOException("no disk"))
        : base.ReadHighestSequenceNrAsync(persistenceId, fromSequenceNr);

    public override Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max,
        Action<IPersistentRepresentation> recoveryCallback) => _fault == Fault.ReplayHangs
        ? new TaskCompletionSource().Task
        : base.ReplayMessagesAsync(context, persistenceId, fromSequenceNr, toSequenceNr, max, recoveryCallback);

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        switch (_fault)
        {
            case Fault.WriteFails:
                throw new IOException("no disk");
            case Fault.WriteHangs:
                await new TaskCompletionSource().Task;
                break;
        }
        if (_fault != Fault.RejectsBad)
            return await base.WriteMessagesAsync(messages);
        var outcomes = ImmutableList.CreateBuilder<Exception>();
        foreach (var write in messages)
        {
            var bad = ((IEnumerable<IPersistentRepresentation>)write.Payload).Any(e => e.Payload is "bad");
            outcomes.Add(bad ? new NotSupportedException("unwritable") : null!);
            if (!bad)
                await base.WriteMessagesAsync([write]);
        }
        return outcomes.ToImmutable();
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr) => _fault == Fault.DeletionFails
        ? Task.FromException(new IOException("no disk"))
        : base.DeleteMessagesToAsync(persistenceId, toSequenceNr);

    protected override bool ReceivePluginInternal(object message)
    {
        if (message is not Fault fault)
            return base.ReceivePluginInternal(message);
        _fault = fault;
        Sender.Tell("told");
        return true;
    }
}
