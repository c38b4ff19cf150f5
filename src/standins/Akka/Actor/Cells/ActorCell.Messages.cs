using Akka.Actor.Scheduler;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Messages: ordinary, automatic, of the system.</summary>
public partial class ActorCell
{
    // System messages that must wait: for the end of a suspension, or of the children.
    private List<SystemMessage> _waitingSystemMessages;

    internal void Invoke(Envelope envelope)
    {
        var message = envelope.Message is IScheduledTellMsg scheduled ? scheduled.Message : envelope.Message;
        var influencesTimeout = message is not INotInfluenceReceiveTimeout;
        try
        {
            CurrentMessage = message;
            CurrentEnvelopeId = unchecked(CurrentEnvelopeId + 1) & int.MaxValue;
            Sender = envelope.Sender ?? System.DeadLetters;
            if (influencesTimeout)
                CancelReceiveTimeout();
            if (message is IAutoReceivedMessage)
                AutoReceiveMessage(message);
            else
                ReceiveMessage(message);
            CurrentMessage = null;
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause);
        }
        finally
        {
            if (ReceiveTimeout is not null || _pendingReceiveTimeout is not null)
                CheckReceiveTimeout(influencesTimeout);
        }
    }

    internal virtual void AutoReceiveMessage(object message)
    {
        if (System.Settings.DebugAutoReceive)
            Publish(new Debug(Self.Path.ToString(), ActorType, $"received AutoReceiveMessage {message}"));
        switch (message)
        {
            case Terminated terminated:
                ReceivedTerminated(terminated);
                break;
            case AddressTerminated terminated:
                WatchedAddressTerminated(terminated.Address);
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case PoisonPill:
                _self.Stop();
                break;
            case ActorSelectionMessage selection:
                new ActorSelection(Self, selection.Elements).Tell(selection.Message, Sender);
                break;
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, Self));
                break;
        }
    }

    /// <summary>Runs the behaviour on the calling thread: for test actors only.</summary>
    internal void ReceiveMessageForTest(Envelope envelope)
    {
        CurrentMessage = envelope.Message;
        Sender = envelope.Sender;
        try
        {
            ReceiveMessage(envelope.Message);
        }
        finally
        {
            CurrentMessage = null;
            Sender = System.DeadLetters;
        }
    }

    internal void ReplaceCurrentMessage(object message) => CurrentMessage = message;

    private void ReceiveMessage(object message)
    {
        var handled = Actor.AroundReceive(_behavior, message);
        if (System.Settings.AddLoggingReceive && Actor is ILogReceive)
        {
            Publish(new Debug(Self.Path.ToString(), Actor.GetType(),
                $"received {(handled ? "handled" : "unhandled")} message {message} from {Sender.Path}"));
        }
    }

    /// <summary>Processes a chain of system messages, the earliest first.</summary>
    internal void InvokeSystem(SystemMessage first)
    {
        var todo = first;
        while (todo is not null)
        {
            var message = todo;
            todo = message.Next;
            message.Next = null;
            var before = CurrentWaitState;
            try
            {
                if (MustWait(message, before))
                    (_waitingSystemMessages ??= []).Add(message);
                else
                    HandleSystemMessage(message);
            }
            catch (Exception cause)
            {
                HandleInvokeFailure(cause);
            }
            if (CurrentWaitState < before)
                todo = Append(todo, TakeWaiting());
            if (IsTerminated)
            {
                SendToDeadLetters(todo);
                return;
            }
        }
    }

    private void HandleSystemMessage(SystemMessage message)
    {
        switch (message)
        {
            case ActorTaskSchedulerMessage task:
                HandleTask(task);
                break;
            case Failed failed:
                HandleFailed(failed);
                break;
            case DeathWatchNotification notification:
                WatchedActorTerminated(notification);
                break;
            case Create create:
                Create(create.Failure);
                break;
            case Watch watch:
                AddWatcher(watch.Watchee, watch.Watcher);
                break;
            case Unwatch unwatch:
                RemoveWatcher(unwatch.Watchee, unwatch.Watcher);
                break;
            case Recreate recreate:
                FaultRecreate(recreate.Cause);
                break;
            case Akka.Dispatch.SysMsg.Suspend:
                FaultSuspend();
                break;
            case Resume resume:
                FaultResume(resume.CausedByFailure);
                break;
            case Akka.Dispatch.SysMsg.Terminate:
                Terminate();
                break;
            case Supervise supervise:
                HandleSupervise(supervise.Child);
                break;
            default:
                throw new NotSupportedException($"Unknown message {message.GetType().Name}");
        }
    }

    private void HandleTask(ActorTaskSchedulerMessage message)
    {
        CurrentMessage = message.Message;
        if (message.Exception is not null)
        {
            // The suspension of the task itself ends here; the failure brings its own.
            Resume(message.Exception);
            HandleInvokeFailure(message.Exception);
            return;
        }
        message.ExecuteTask();
        CurrentMessage = null;
    }

    private WaitState CurrentWaitState =>
        _children.IsWaiting ? WaitState.WaitingForChildren : _mailbox.IsSuspended ? WaitState.Suspended : WaitState.None;

    private static bool MustWait(SystemMessage message, WaitState state) => state switch
    {
        WaitState.WaitingForChildren => message is Recreate or Akka.Dispatch.SysMsg.Resume or Akka.Dispatch.SysMsg.Suspend,
        WaitState.Suspended => message is Failed,
        _ => false,
    };

    private SystemMessage TakeWaiting()
    {
        SystemMessage chain = null;
        for (var i = (_waitingSystemMessages?.Count ?? 0) - 1; i >= 0; i--)
        {
            _waitingSystemMessages[i].Next = chain;
            chain = _waitingSystemMessages[i];
        }
        _waitingSystemMessages = null;
        return chain;
    }

    private static SystemMessage Append(SystemMessage head, SystemMessage tail)
    {
        if (head is null)
            return tail;
        var last = head;
        while (last.Next is not null)
            last = last.Next;
        last.Next = tail;
        return head;
    }

    private void SendToDeadLetters(SystemMessage messages)
    {
        while (messages is not null)
        {
            var next = messages.Next;
            messages.Next = null;
            Dispatch.DeadLetterQueue.DeliverSystemMessage(Self, messages);
            messages = next;
        }
    }

    private enum WaitState
    {
        None,
        Suspended,
        WaitingForChildren,
    }
}
