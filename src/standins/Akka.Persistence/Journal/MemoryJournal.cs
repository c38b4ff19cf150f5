using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>A journal in memory, for tests: its events are gone with its actor system.</summary>
public class MemoryJournal : AsyncWriteJournal
{
    private readonly ConcurrentDictionary<string, LinkedList<IPersistentRepresentation>> _messages = new();
    private readonly ConcurrentDictionary<string, long> _highestDeleted = new();

    protected virtual ConcurrentDictionary<string, LinkedList<IPersistentRepresentation>> Messages => _messages;

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr) =>
        Task.FromResult(Math.Max(HighestSequenceNr(persistenceId), _highestDeleted.GetValueOrDefault(persistenceId)));

    public override Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        foreach (var e in Read(persistenceId, fromSequenceNr, toSequenceNr, max))
            recoveryCallback(e);
        return Task.CompletedTask;
    }

    public IDictionary<string, LinkedList<IPersistentRepresentation>> Add(IPersistentRepresentation persistent)
    {
        var events = Messages.GetOrAdd(persistent.PersistenceId, _ => new LinkedList<IPersistentRepresentation>());
        lock (events)
            events.AddLast(persistent);
        return Messages;
    }

    public IDictionary<string, LinkedList<IPersistentRepresentation>> Delete(string pid, long seqNr)
    {
        if (Messages.TryGetValue(pid, out var events))
        {
            lock (events)
            {
                if (events.FirstOrDefault(e => e.SequenceNr == seqNr) is { } found)
                    events.Remove(found);
            }
        }
        return Messages;
    }

    public IEnumerable<IPersistentRepresentation> Read(string pid, long fromSeqNr, long toSeqNr, long max)
    {
        if (!Messages.TryGetValue(pid, out var events))
            return [];
        lock (events)
        {
            return [.. events
                .Where(e => e.SequenceNr >= fromSeqNr && e.SequenceNr <= toSeqNr)
                .Take((int)Math.Min(max, int.MaxValue))];
        }
    }

    public long HighestSequenceNr(string pid)
    {
        if (!Messages.TryGetValue(pid, out var events))
            return 0L;
        lock (events)
            return events.Last?.Value.SequenceNr ?? 0L;
    }

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        var now = DateTime.UtcNow.Ticks; // what the genuine journal writes: the clock of the machine, in ticks
        foreach (var write in messages)
        {
            foreach (var e in (IEnumerable<IPersistentRepresentation>)write.Payload)
                Add(e.WithTimestamp(now));
        }
        return Task.FromResult<IImmutableList<Exception>>(null);
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr)
    {
        var highest = HighestSequenceNr(persistenceId);
        if (toSequenceNr >= highest)
            _highestDeleted.AddOrUpdate(persistenceId, highest, (_, before) => Math.Max(before, highest));
        foreach (var e in Read(persistenceId, 1L, toSequenceNr, long.MaxValue))
            Delete(persistenceId, e.SequenceNr);
        return Task.CompletedTask;
    }
}
