using Akka.Actor;
using Akka.Event;
using Akka.Util.Internal;

namespace Akka.Persistence;

/// <summary>
/// The base of all persistent actors: their state is what their events say. A new incarnation gets its state back from
/// a snapshot and the events after it, before its first command.
/// </summary>
/// <remarks>
/// A failure to write stops the actor, for it cannot know whether the event is in the journal: whoever needs it starts
/// it again, which recovers it. States, each a method that takes every message:
/// <code>
/// waiting for a permit -> loading a snapshot -> replaying events -> processing commands &lt;-> persisting events
/// </code>
/// Whatever comes too early waits in an internal stash; the actor's own stash is another one.
/// </remarks>
public abstract partial class Eventsourced : ActorBase, IPersistentIdentity, IPersistenceStash, IPersistenceRecovery
{
    private static readonly AtomicCounter InstanceCounter = new(1);

    private readonly int _instanceId = InstanceCounter.GetAndIncrement();
    private readonly string _writerGuid = Guid.NewGuid().ToString();
    private IActorRef _journal;
    private IActorRef _snapshotStore;
    private IStash _stash;
    private Action<Receive, object> _state;

    protected Eventsourced()
    {
        Extension = Persistence.Instance.Apply(Context.System);
        _waitingCommands = Context.CreateStash(GetType());
        Log = Context.GetLogger();
    }

    /// <summary>Names this actor's events and snapshots; no two living actors may have the same.</summary>
    public abstract string PersistenceId { get; }

    public string JournalPluginId { get; protected set; }

    public string SnapshotPluginId { get; protected set; }

    public virtual Recovery Recovery => Recovery.Default;

    public virtual IStashOverflowStrategy InternalStashOverflowStrategy => Extension.DefaultInternalStashOverflowStrategy;

    public IStash Stash
    {
        get => _stash;
        set => _stash = new CommandAwareStash(value, _waitingCommands);
    }

    public IActorRef Journal => _journal ??= Extension.JournalFor(JournalPluginId);

    public IActorRef SnapshotStore => _snapshotStore ??= Extension.SnapshotStoreFor(SnapshotPluginId);

    public string SnapshotterId => PersistenceId;

    public long SnapshotSequenceNr => LastSequenceNr;

    /// <summary>Whether events of the past are still coming; false in the handler of <see cref="RecoveryCompleted"/>.</summary>
    public bool IsRecovering { get; private set; } = true;

    public bool IsRecoveryFinished => !IsRecovering;

    /// <summary>The highest sequence number that was replayed, recovered from a snapshot or written.</summary>
    public long LastSequenceNr { get; private set; }

    protected PersistenceExtension Extension { get; }

    protected virtual ILoggingAdapter Log { get; }

    /// <summary>Asks for another snapshot; it comes as a message.</summary>
    public void LoadSnapshot(string persistenceId, SnapshotSelectionCriteria criteria, long toSequenceNr) =>
        SnapshotStore.Tell(new LoadSnapshot(persistenceId, criteria, toSequenceNr));

    /// <summary>Saves the state after <see cref="LastSequenceNr"/>; success or failure comes as a message.</summary>
    public void SaveSnapshot(object snapshot)
    {
        var metadata = new SnapshotMetadata(SnapshotterId, SnapshotSequenceNr, Context.System.Scheduler.Now.UtcDateTime);
        SnapshotStore.Tell(new SaveSnapshot(metadata, snapshot));
    }

    public void DeleteSnapshot(long sequenceNr)
    {
        var anyTime = DateTime.SpecifyKind(SnapshotMetadata.TimestampNotSpecified, DateTimeKind.Utc);
        SnapshotStore.Tell(new DeleteSnapshot(new SnapshotMetadata(SnapshotterId, sequenceNr, anyTime)));
    }

    public void DeleteSnapshots(SnapshotSelectionCriteria criteria) => SnapshotStore.Tell(new DeleteSnapshots(SnapshotterId, criteria));

    /// <summary>
    /// Deletes the events up to a sequence number; <see cref="long.MaxValue"/>: all. Numbers go on where they were.
    /// Success or failure comes as a message; a number that has not been written yet is a failure.
    /// </summary>
    public void DeleteMessages(long toSequenceNr)
    {
        var upTo = toSequenceNr == long.MaxValue ? LastSequenceNr : toSequenceNr;
        if (upTo <= LastSequenceNr)
        {
            Journal.Tell(new DeleteMessagesTo(PersistenceId, upTo, Self));
            return;
        }
        var cause = new InvalidOperationException(
            $"toSequenceNr [{toSequenceNr}] must be less than or equal to LastSequenceNr [{LastSequenceNr}]");
        Self.Tell(new DeleteMessagesFailure(cause, toSequenceNr));
    }

    /// <summary>Takes the snapshot, the events and the end of a recovery. It must have no effect but on the actor's state.</summary>
    protected abstract bool ReceiveRecover(object message);

    protected abstract bool ReceiveCommand(object message);

    protected virtual void OnReplaySuccess()
    {
    }

    /// <summary>The actor stops after this. <paramref name="message"/>: the event whose handler failed, or null.</summary>
    protected virtual void OnRecoveryFailure(Exception reason, object message = null)
    {
        if (message is null)
        {
            Log.Error(reason, "Persistence failure when replaying events for persistenceId [{0}]. Last known sequence number [{1}]",
                PersistenceId, LastSequenceNr);
            return;
        }
        Log.Error(reason, "Exception in ReceiveRecover when replaying event type [{0}] with sequence number [{1}] for persistenceId [{2}]",
            message.GetType(), LastSequenceNr, PersistenceId);
    }

    /// <summary>The actor stops after this.</summary>
    protected virtual void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Log.Error(cause, "Failed to persist event type [{0}] with sequence number [{1}] for persistenceId [{2}].",
            @event.GetType(), sequenceNr, PersistenceId);

    /// <summary>The event is not in the journal, its handler does not run, and the actor goes on.</summary>
    protected virtual void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        Log.Error(cause, "Rejected to persist event type [{0}] with sequence number [{1}] for persistenceId [{2}] due to [{3}].",
            @event.GetType(), sequenceNr, PersistenceId, cause.Message);

    private void UpdateLastSequenceNr(IPersistentRepresentation persistent) =>
        LastSequenceNr = Math.Max(LastSequenceNr, persistent.SequenceNr);
}
