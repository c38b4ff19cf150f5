using System.Diagnostics;
using Akka.Actor;
using Akka.Dispatch.MessageQueues;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// Runs an actor: takes its messages in turn, system messages first, on one thread at a time.
/// </summary>
/// <remarks>
/// The status word holds bit 0: closed; bit 1: scheduled on the dispatcher; the rest: how often it is suspended.
/// While it is not 0 but for the scheduled bit, only system messages are processed.
/// </remarks>
public class Mailbox : IRunnable
{
    private const int Closed = 1;
    private const int Scheduled = 2;
    private const int SuspendUnit = 4;

    private ActorCell _actor;
    private MessageDispatcher _dispatcher;
    private int _status;

    // A stack of system messages, the last one first.
    private SystemMessage _systemMessages;

    public Mailbox(IMessageQueue messageQueue) => MessageQueue = messageQueue;

    private Mailbox(DeadLetterQueue deadLetters)
    {
        MessageQueue = deadLetters;
        _status = Closed;
        _systemMessages = NoMessage.Instance;
    }

    public IMessageQueue MessageQueue { get; }

    internal bool HasMessages => MessageQueue.HasMessages;

    internal int NumberOfMessages => MessageQueue.Count;

    internal bool HasSystemMessages
    {
        get
        {
            var head = Volatile.Read(ref _systemMessages);
            return head is not null && !ReferenceEquals(head, NoMessage.Instance);
        }
    }

    internal bool IsClosed => (Volatile.Read(ref _status) & Closed) != 0;

    internal bool IsSuspended => Volatile.Read(ref _status) >= SuspendUnit;

    internal int SuspendCount => Volatile.Read(ref _status) / SuspendUnit;

    /// <summary>The mailbox of every stopped actor.</summary>
    internal static Mailbox OfTheDead(DeadLetterQueue deadLetters) => new(deadLetters);

    internal void SetActor(ActorCell actor)
    {
        _actor = actor;
        _dispatcher = actor.Dispatcher;
    }

    internal void Suspend() => AddSuspensions(SuspendUnit);

    /// <summary>Takes one suspension back; true when none is left.</summary>
    internal bool Resume() => AddSuspensions(-SuspendUnit) < SuspendUnit;

    internal void BecomeClosed()
    {
        int old;
        do
        {
            old = Volatile.Read(ref _status);
        }
        while (Interlocked.CompareExchange(ref _status, Closed | (old & Scheduled), old) != old);
    }

    /// <summary>True where there is something to run and this call claimed the right to schedule it.</summary>
    internal bool TryClaim(bool hasMessageHint, bool hasSystemMessageHint)
    {
        var status = Volatile.Read(ref _status);
        while (true)
        {
            if ((status & (Closed | Scheduled)) != 0)
                return false;
            var due = hasSystemMessageHint || HasSystemMessages || (status < SuspendUnit && (hasMessageHint || HasMessages));
            if (!due)
                return false;
            var seen = Interlocked.CompareExchange(ref _status, status | Scheduled, status);
            if (seen == status)
                return true;
            status = seen;
        }
    }

    internal void SystemEnqueue(IActorRef receiver, SystemMessage message)
    {
        while (true)
        {
            var head = Volatile.Read(ref _systemMessages);
            if (ReferenceEquals(head, NoMessage.Instance))
            {
                DeadLetterQueue.DeliverSystemMessage(receiver, message);
                return;
            }
            message.Next = head;
            if (ReferenceEquals(Interlocked.CompareExchange(ref _systemMessages, message, head), head))
                return;
        }
    }

    public void Execute() => Run();

    /// <summary>Processes system messages, and messages up to the dispatcher's throughput.</summary>
    public void Run()
    {
        var previous = ActorCell.Current;
        ActorCell.Current = _actor;
        try
        {
            if (!IsClosed)
            {
                ProcessSystemMessages();
                ProcessMessages();
            }
        }
        finally
        {
            ActorCell.Current = previous;
            Interlocked.And(ref _status, ~Scheduled);
            _dispatcher.RegisterForExecution(this, false, false);
        }
    }

    private void ProcessMessages()
    {
        var left = Math.Max(_dispatcher.Throughput, 1);
        var deadlineTicks = _dispatcher.ThroughputDeadlineTime ?? 0;
        var started = deadlineTicks > 0 ? Stopwatch.GetTimestamp() : 0;
        while (left-- > 0 && (Volatile.Read(ref _status) & ~Scheduled) == 0 && MessageQueue.TryDequeue(out var envelope))
        {
            _actor.Invoke(envelope);
            ProcessSystemMessages();
            if (deadlineTicks > 0 && Stopwatch.GetElapsedTime(started).Ticks >= deadlineTicks)
                return;
        }
    }

    private void ProcessSystemMessages()
    {
        while (HasSystemMessages && !IsClosed)
            _actor.InvokeSystem(Reverse(Interlocked.Exchange(ref _systemMessages, null)));
    }

    /// <summary>After the actor has stopped: what is left goes to the dead letters, and so does what comes later.</summary>
    internal void CleanUp()
    {
        var message = Reverse(Interlocked.Exchange(ref _systemMessages, NoMessage.Instance));
        while (message is not null)
        {
            var next = message.Next;
            message.Next = null;
            DeadLetterQueue.DeliverSystemMessage(_actor.Self, message);
            message = next;
        }
        MessageQueue.CleanUp(_actor.Self, _actor.SystemImpl.DeadLetterQueue);
    }

    private int AddSuspensions(int amount)
    {
        var old = Volatile.Read(ref _status);
        while (true)
        {
            if ((old & Closed) != 0)
                return Closed;
            // More resumes than suspends: a restart resumes what a stop has already resumed.
            var wanted = old + amount < 0 ? old & (SuspendUnit - 1) : old + amount;
            var seen = Interlocked.CompareExchange(ref _status, wanted, old);
            if (seen == old)
                return wanted;
            old = seen;
        }
    }

    private static SystemMessage Reverse(SystemMessage head)
    {
        SystemMessage reversed = null;
        while (head is not null && !ReferenceEquals(head, NoMessage.Instance))
        {
            var next = head.Next;
            head.Next = reversed;
            reversed = head;
            head = next;
        }
        return reversed;
    }
}
