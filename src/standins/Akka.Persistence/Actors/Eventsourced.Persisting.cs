using System.Collections.Immutable;
using Akka.Actor;
using Akka.Dispatch;

namespace Akka.Persistence;

/// <summary>Writing events: handlers run in the order of the calls, each after its event is in the journal.</summary>
/// <remarks>
/// Events gather while a command is processed and go to the journal together after it. One write of an actor is under
/// way at a time; what gathers meanwhile is the next one.
/// </remarks>
public abstract partial class Eventsourced
{
    private readonly LinkedList<IPendingHandlerInvocation> _pendingInvocations = [];
    private List<IPersistentEnvelope> _eventBatch = [];
    private List<IPersistentEnvelope> _journalBatch = [];
    private long _sequenceNr;
    private long _pendingStashingInvocations;
    private bool _writeInProgress;
    private bool _taskRunning;

    /// <summary>Writes an event and then runs the handler; no other command is processed before that.</summary>
    /// <exception cref="InvalidOperationException">The actor is recovering.</exception>
    public void Persist<TEvent>(TEvent @event, Action<TEvent> handler)
    {
        RefuseWhileRecovering();
        ExpectStashing(@event, handler);
        _eventBatch.Add(new AtomicWrite(Represent(@event)));
    }

    /// <summary>Writes events, all or none, and then runs the handler for each; no other command is processed before that.</summary>
    /// <exception cref="InvalidOperationException">The actor is recovering.</exception>
    public void PersistAll<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler)
    {
        RefuseWhileRecovering();
        if (events is null)
            return;
        var written = ImmutableList.CreateBuilder<IPersistentRepresentation>();
        foreach (var @event in events)
        {
            ExpectStashing(@event, handler);
            written.Add(Represent(@event));
        }
        if (written.Count > 0)
            _eventBatch.Add(new AtomicWrite(written.ToImmutable()));
    }

    /// <summary>Writes an event and then runs the handler; other commands may be processed before that.</summary>
    /// <exception cref="InvalidOperationException">The actor is recovering.</exception>
    public void PersistAsync<TEvent>(TEvent @event, Action<TEvent> handler)
    {
        RefuseWhileRecovering();
        Expect(@event, handler);
        _eventBatch.Add(new AtomicWrite(Represent(@event)));
    }

    /// <summary>Writes events, all or none, and then runs the handler for each; other commands may be processed before that.</summary>
    /// <exception cref="InvalidOperationException">The actor is recovering.</exception>
    /// <exception cref="ArgumentException">There are no events.</exception>
    public void PersistAllAsync<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler)
    {
        RefuseWhileRecovering();
        TEvent[] all = [.. events];
        foreach (var @event in all)
            Expect(@event, handler);
        _eventBatch.Add(new AtomicWrite(all.Select(e => Represent(e)).ToImmutableList<IPersistentRepresentation>()));
    }

    /// <summary>Runs the handler after those of all events before it; at once where none is pending. Nothing is written.</summary>
    /// <exception cref="InvalidOperationException">The actor is recovering.</exception>
    public void DeferAsync<TEvent>(TEvent evt, Action<TEvent> handler)
    {
        RefuseWhileRecovering();
        if (_pendingInvocations.Count == 0)
        {
            handler(evt);
            return;
        }
        Expect(evt, handler);
        _eventBatch.Add(new NonPersistentMessage(evt, Sender));
    }

    /// <summary>Runs an asynchronous command handler: its events are written when its task has ended.</summary>
    /// <exception cref="NotSupportedException">Another one is running.</exception>
    protected void RunTask(Func<Task> action)
    {
        if (_taskRunning)
            throw new NotSupportedException("RunTask calls cannot be nested");
        ActorTaskScheduler.RunTask(async () =>
        {
            var task = action();
            if (task.IsCompleted)
            {
                // The state that called this goes on after it.
                await task;
                return;
            }
            _taskRunning = true;
            var failed = true;
            try
            {
                await task;
                failed = false;
            }
            finally
            {
                _taskRunning = false;
                AfterCommand(failed);
            }
        });
    }

    private void ProcessingCommands(Receive receive, object message)
    {
        if (HandleAnswer(message, failed => UnstashCommand(all: failed)))
            return;
        var failed = true;
        try
        {
            base.AroundReceive(receive, message);
            failed = false;
        }
        finally
        {
            AfterCommand(failed);
        }
    }

    private void AfterCommand(bool failed)
    {
        if (_eventBatch.Count > 0)
            FlushBatch();
        if (_taskRunning)
            return;
        if (_pendingStashingInvocations > 0)
            _state = PersistingEvents;
        else
            UnstashCommand(all: failed);
    }

    private void PersistingEvents(Receive receive, object message)
    {
        if (!HandleAnswer(message, BackToCommands))
            StashCommand(message);
    }

    // What is still pending now came from PersistAsync and DeferAsync, which commands do not wait for.
    private void BackToCommands(bool failed)
    {
        if (_pendingStashingInvocations > 0)
            return;
        _state = ProcessingCommands;
        UnstashCommand(all: failed);
    }

    /// <summary>Takes the answers of the journal.</summary>
    /// <param name="message">Perhaps an answer.</param>
    /// <param name="invoked">Called when the handler of an event is done with; true: it failed.</param>
    /// <returns>False: it was no answer.</returns>
    private bool HandleAnswer(object message, Action<bool> invoked)
    {
        // An answer to the instance before a restart says nothing to this one.
        switch (message)
        {
            case WriteMessageSuccess success:
                if (success.ActorInstanceId == _instanceId)
                {
                    UpdateLastSequenceNr(success.Persistent);
                    Invoke(success.Persistent.Payload, invoked);
                }
                return true;
            case LoopMessageSuccess success:
                if (success.ActorInstanceId == _instanceId)
                    Invoke(success.Message, invoked);
                return true;
            case WriteMessageRejected rejected:
                if (rejected.ActorInstanceId == _instanceId)
                {
                    UpdateLastSequenceNr(rejected.Persistent);
                    PopInvocation();
                    invoked(false);
                    OnPersistRejected(rejected.Cause, rejected.Persistent.Payload, rejected.Persistent.SequenceNr);
                }
                return true;
            case WriteMessageFailure failure:
                if (failure.ActorInstanceId == _instanceId)
                    FailPersist(failure, invoked);
                return true;
            case WriteMessagesSuccessful:
                _writeInProgress = false;
                FlushJournalBatch();
                return true;
            case WriteMessagesFailed failed:
                // Where events failed, a failure follows for each, and the actor stops.
                if (failed.WriteCount == 0)
                    _writeInProgress = false;
                return true;
            case RecoveryTick:
                // Was in the mailbox before its timer was cancelled.
                return true;
            default:
                return false;
        }
    }

    private void Invoke(object payload, Action<bool> invoked)
    {
        var failed = true;
        try
        {
            _pendingInvocations.First.Value.Handler(payload);
            failed = false;
        }
        finally
        {
            FlushBatch();
            PopInvocation();
            invoked(failed);
        }
    }

    private void FailPersist(WriteMessageFailure failure, Action<bool> invoked)
    {
        PopInvocation();
        invoked(false);
        try
        {
            OnPersistFailure(failure.Cause, failure.Persistent.Payload, failure.Persistent.SequenceNr);
        }
        finally
        {
            Context.Stop(Self);
        }
    }

    private void ExpectStashing<TEvent>(TEvent @event, Action<TEvent> handler)
    {
        _pendingStashingInvocations++;
        _pendingInvocations.AddLast(new StashingHandlerInvocation(@event, o => handler((TEvent)o)));
    }

    private void Expect<TEvent>(TEvent @event, Action<TEvent> handler) =>
        _pendingInvocations.AddLast(new AsyncHandlerInvocation(@event, o => handler((TEvent)o)));

    private void PopInvocation()
    {
        if (_pendingInvocations.First.Value is StashingHandlerInvocation)
            _pendingStashingInvocations--;
        _pendingInvocations.RemoveFirst();
    }

    private Persistent Represent(object @event) => new(
        @event, ++_sequenceNr, PersistenceId, sender: Sender, writerGuid: _writerGuid);

    private void FlushBatch()
    {
        if (_eventBatch.Count > 0)
        {
            _journalBatch.AddRange(_eventBatch);
            _eventBatch = [];
        }
        FlushJournalBatch();
    }

    private void FlushJournalBatch()
    {
        if (_writeInProgress || _journalBatch.Count == 0)
            return;
        Journal.Tell(new WriteMessages(_journalBatch, Self, _instanceId));
        _journalBatch = [];
        _writeInProgress = true;
    }

    private void RefuseWhileRecovering()
    {
        if (IsRecovering)
            throw new InvalidOperationException("Cannot persist during replay. Events can be persisted when receiving RecoveryCompleted or later.");
    }
}
