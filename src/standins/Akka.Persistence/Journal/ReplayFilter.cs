using Akka.Actor;
using Akka.Event;
using Akka.Pattern;

namespace Akka.Persistence.Journal;

/// <summary>
/// Stands between a journal and a recovering actor. Every incarnation writes under a new writer id, with sequence numbers
/// after those of the one before it; where an older one has written on behind a newer one, two actors had the same
/// persistence id at a time, and the newer one is believed.
/// </summary>
public class ReplayFilter : ActorBase
{
    private readonly LinkedList<ReplayedMessage> _heldBack = [];
    private readonly LinkedList<string> _oldWriters = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private string _writer = "";
    private long _sequenceNr = -1L;

    public ReplayFilter(IActorRef persistentActor, ReplayFilterMode mode, int windowSize, int maxOldWriters, bool debugEnabled)
    {
        PersistentActor = persistentActor;
        Mode = mode;
        WindowSize = windowSize;
        MaxOldWriters = maxOldWriters;
        DebugEnabled = debugEnabled;
    }

    public IActorRef PersistentActor { get; }

    public ReplayFilterMode Mode { get; }

    public int WindowSize { get; }

    public int MaxOldWriters { get; }

    public bool DebugEnabled { get; }

    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the mode is off.</exception>
    public static Props Props(IActorRef persistentActor, ReplayFilterMode mode, int windowSize, int maxOldWriters, bool debugEnabled)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxOldWriters);
        ArgumentOutOfRangeException.ThrowIfEqual(mode, ReplayFilterMode.Disabled);
        return Actor.Props.Create(() => new ReplayFilter(persistentActor, mode, windowSize, maxOldWriters, debugEnabled));
    }

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case ReplayedMessage replayed:
                if (DebugEnabled)
                    _log.Debug("Replay: {0}", replayed.Persistent);
                try
                {
                    Filter(replayed);
                }
                catch (IllegalStateException e)
                {
                    _heldBack.Clear();
                    PersistentActor.Tell(new ReplayMessagesFailure(e), ActorRefs.NoSender);
                    Context.Become(Failed);
                }
                return true;
            case RecoverySuccess or ReplayMessagesFailure:
                foreach (var heldBack in _heldBack)
                    PersistentActor.Tell(heldBack, ActorRefs.NoSender);
                PersistentActor.Tell(message, ActorRefs.NoSender);
                Context.Stop(Self);
                return true;
            default:
                return false;
        }
    }

    private bool Failed(object message)
    {
        if (message is RecoverySuccess or ReplayMessagesFailure)
            Context.Stop(Self);
        return true;
    }

    private void Filter(ReplayedMessage replayed)
    {
        if (_heldBack.Count == WindowSize)
        {
            PersistentActor.Tell(_heldBack.First.Value, ActorRefs.NoSender);
            _heldBack.RemoveFirst();
        }
        var e = replayed.Persistent;
        if (e.WriterGuid == _writer)
        {
            if (e.SequenceNr < _sequenceNr && !Keep($"its number is not above {_sequenceNr}, which came before it", e))
                return;
            _sequenceNr = Math.Max(_sequenceNr, e.SequenceNr);
        }
        else if (_oldWriters.Contains(e.WriterGuid))
        {
            if (!Keep($"a newer writer, {_writer}, had written up to {_sequenceNr} already", e))
                return;
        }
        else
        {
            ChangeWriter(e);
        }
        _heldBack.AddLast(replayed);
    }

    private void ChangeWriter(IPersistentRepresentation first)
    {
        if (_writer.Length > 0)
            _oldWriters.AddLast(_writer);
        if (_oldWriters.Count > MaxOldWriters)
            _oldWriters.RemoveFirst();
        _writer = first.WriterGuid;
        _sequenceNr = first.SequenceNr;
        for (var node = _heldBack.First; node is not null;)
        {
            var next = node.Next;
            var e = node.Value.Persistent;
            if (e.SequenceNr >= _sequenceNr && !Keep($"a newer writer, {_writer}, has written {_sequenceNr}", e))
                _heldBack.Remove(node);
            node = next;
        }
    }

    /// <returns>Whether the event stays, after a warning.</returns>
    private bool Keep(string why, IPersistentRepresentation e)
    {
        var issue = $"Invalid replayed event [sequenceNr={e.SequenceNr}, writerUUID={e.WriterGuid}] of persistenceId [{e.PersistenceId}]: "
            + $"{why}. Perhaps two actors with this persistence id were alive at the same time.";
        if (Mode == ReplayFilterMode.Fail)
        {
            _log.Error(issue);
            throw new IllegalStateException(issue);
        }
        _log.Warning(issue);
        return Mode == ReplayFilterMode.Warn;
    }
}
