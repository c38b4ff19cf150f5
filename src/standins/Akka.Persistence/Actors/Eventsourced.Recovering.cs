using Akka.Actor;

namespace Akka.Persistence;

/// <summary>Recovery: a permit, a snapshot, the events after it, and then the commands that have come meanwhile.</summary>
public abstract partial class Eventsourced
{
    private ICancelable _recoveryTimer;
    private TimeSpan _recoveryTimeout;
    private bool _sawEventSinceTick;

    private void RequestRecoveryPermit()
    {
        Extension.RecoveryPermitter.Tell(RecoveryPermitter.RequestPermit.Instance, Self);
        _state = WaitingForPermit;
    }

    private void WaitingForPermit(Receive receive, object message)
    {
        if (message is not RecoveryPermitter.PermitGranted)
        {
            StashCommand(message);
            return;
        }
        var recovery = Recovery;
        _recoveryTimeout = Extension.JournalConfigFor(JournalPluginId).GetTimeSpan("recovery-event-timeout", null, allowInfinite: false);
        _recoveryTimer = Context.System.Scheduler.ScheduleTellOnceCancelable(_recoveryTimeout, Self, new RecoveryTick(true), Self);
        _state = LoadingSnapshot;
        LoadSnapshot(SnapshotterId, recovery.FromSnapshot, recovery.ToSequenceNr);
    }

    private void LoadingSnapshot(Receive receive, object message)
    {
        switch (message)
        {
            case LoadSnapshotResult result:
                _recoveryTimer.Cancel();
                if (result.Snapshot is null || AcceptSnapshot(result.Snapshot))
                    StartReplay(result.ToSequenceNr);
                break;
            case LoadSnapshotFailed failed:
                FailRecovery(failed.Cause);
                break;
            case RecoveryTick { Snapshot: true }:
                FailRecovery(new RecoveryTimedOutException(
                    $"Recovery timed out, didn't get snapshot within {_recoveryTimeout.TotalSeconds}s."));
                break;
            default:
                StashCommand(message);
                break;
        }
    }

    private bool AcceptSnapshot(SelectedSnapshot snapshot)
    {
        var before = LastSequenceNr;
        LastSequenceNr = snapshot.Metadata.SequenceNr;
        try
        {
            if (!base.AroundReceive(RecoverFrom, new SnapshotOffer(snapshot.Metadata, snapshot.Snapshot)))
                LastSequenceNr = before;
            return true;
        }
        catch (Exception e)
        {
            FailRecovery(e);
            return false;
        }
    }

    private void StartReplay(long toSequenceNr)
    {
        // Against a journal that never answers: the timer fails the recovery unless an event has come since its last tick.
        _sawEventSinceTick = false;
        _recoveryTimer = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(
            _recoveryTimeout, _recoveryTimeout, Self, new RecoveryTick(false), Self);
        _state = Replaying;
        Journal.Tell(new ReplayMessages(LastSequenceNr + 1L, toSequenceNr, Recovery.ReplayMax, PersistenceId, Self));
    }

    private void Replaying(Receive receive, object message)
    {
        switch (message)
        {
            case ReplayedMessage replayed:
                Replay(replayed.Persistent);
                break;
            case RecoverySuccess success:
                FinishRecovery(success.HighestSequenceNr);
                break;
            case ReplayMessagesFailure failure:
                FailRecovery(failure.Cause);
                break;
            case RecoveryTick { Snapshot: false } when _sawEventSinceTick:
                _sawEventSinceTick = false;
                break;
            case RecoveryTick { Snapshot: false }:
                FailRecovery(new RecoveryTimedOutException(
                    $"Recovery timed out, didn't get event within {_recoveryTimeout.TotalSeconds}s, highest sequence number seen {LastSequenceNr}."));
                break;
            case RecoveryTick:
                break;
            default:
                StashCommand(message);
                break;
        }
    }

    private void Replay(IPersistentRepresentation persistent)
    {
        _sawEventSinceTick = true;
        try
        {
            UpdateLastSequenceNr(persistent);
            base.AroundReceive(RecoverFrom, persistent);
        }
        catch (Exception e)
        {
            FailRecovery(e, persistent.Payload);
        }
    }

    private bool RecoverFrom(object message) => ReceiveRecover(message is IPersistentRepresentation persistent ? persistent.Payload : message);

    private void FinishRecovery(long highestSequenceNr)
    {
        _recoveryTimer.Cancel();
        try
        {
            OnReplaySuccess();
            LastSequenceNr = _sequenceNr = Math.Max(highestSequenceNr, LastSequenceNr);
            IsRecovering = false;
            try
            {
                base.AroundReceive(RecoverFrom, RecoveryCompleted.Instance);
            }
            finally
            {
                // Also where the handler failed and the supervisor resumes the actor.
                LeaveRecovery();
            }
        }
        finally
        {
            ReturnPermit();
        }
    }

    private void LeaveRecovery()
    {
        FlushBatch();
        if (_pendingStashingInvocations > 0)
        {
            _state = PersistingEvents;
            return;
        }
        _state = ProcessingCommands;
        _waitingCommands.UnstashAll();
    }

    private void FailRecovery(Exception cause, object message = null)
    {
        _recoveryTimer.Cancel();
        try
        {
            OnRecoveryFailure(cause, message);
        }
        finally
        {
            Context.Stop(Self);
            ReturnPermit();
        }
    }

    private void ReturnPermit() => Extension.RecoveryPermitter.Tell(RecoveryPermitter.ReturnPermit.Instance, Self);
}
