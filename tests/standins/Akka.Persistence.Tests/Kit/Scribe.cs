using Akka.Actor;

namespace Akka.Persistence.Tests.Kit;

/// <summary>A persistent actor with texts as events that tells a log, in words, whatever happens to it.</summary>
public sealed class Scribe : ReceivePersistentActor
{
    private readonly IActorRef _log;
    private readonly Recovery? _recovery;

    public Scribe(ScribeOptions options)
    {
        PersistenceId = options.PersistenceId;
        JournalPluginId = options.Journal!;
        SnapshotPluginId = options.SnapshotStore!;
        _recovery = options.Recovery;
        _log = options.Log;

        Recover<SnapshotOffer>(offer => Say($"offered {offer.Snapshot} at {offer.Metadata.SequenceNr}"));
        Recover<RecoveryCompleted>(_ =>
        {
            Say($"recovered at {LastSequenceNr}");
            options.OnRecovered?.Invoke(this);
        });
        Recover<string>(e => options.OnReplayed?.Invoke(this, e) is not true, e => Say($"replayed {e}"));
        Recover<string>(_ => { });
        Command<Act>(act => act.Run(this));
        CommandAsync<ActAsync>(act => act.Run(this));
        Command<string>(command => Say($"command {command}"));
        Command<SaveSnapshotSuccess>(success => Say($"saved at {success.Metadata.SequenceNr}"));
        Command<SaveSnapshotFailure>(failure => Say($"save failed: {failure.Cause.Message}"));
        Command<DeleteMessagesSuccess>(success => Say($"deleted to {success.ToSequenceNr}"));
        Command<DeleteMessagesFailure>(failure => Say($"deletion failed: {failure.Cause.Message}"));
        Command<DeleteSnapshotSuccess>(success => Say($"snapshot deleted at {success.Metadata.SequenceNr}"));
        Command<DeleteSnapshotsSuccess>(success => Say($"snapshots deleted to {success.Criteria.MaxSequenceNr}"));
    }

    public override string PersistenceId { get; }

    public override Recovery Recovery => _recovery ?? base.Recovery;

    public IActorRef CurrentSender => Sender;

    public void Say(string what) => _log.Tell(what);

    /// <summary>The handler of most events.</summary>
    public void SayWritten(string e) => Say($"written {e}");

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Say($"failed {@event} at {sequenceNr}: {cause.Message}");

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        Say($"rejected {@event} at {sequenceNr}: {cause.Message}");

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        Say($"recovery failed{(message is null ? "" : $" at {message}")}: {reason.GetType().Name}");

    protected override void PostStop() => Say("stopped");
}
