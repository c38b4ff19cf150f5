using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch.SysMsg;

/// <summary>Makes a cell create its actor.</summary>
public sealed class Create : SystemMessage
{
    public Create(ActorInitializationException failure = null) => Failure = failure;

    /// <summary>Why the actor cannot be created, or null.</summary>
    public ActorInitializationException Failure { get; }

    public override string ToString() => $"<Create>: {Failure}";
}

/// <summary>Restarts the actor.</summary>
public sealed class Recreate : SystemMessage
{
    public Recreate(Exception cause) => Cause = cause;

    public Exception Cause { get; }

    public override string ToString() => $"<Recreate>: {Cause}";
}

/// <summary>Stops ordinary messages from being processed.</summary>
public sealed class Suspend : SystemMessage
{
    public override string ToString() => "<Suspend>";
}

/// <summary>Takes one suspension back.</summary>
public sealed class Resume : SystemMessage
{
    public Resume(Exception causedByFailure) => CausedByFailure = causedByFailure;

    public Exception CausedByFailure { get; }

    public override string ToString() => $"<Resume>: {CausedByFailure}";
}

/// <summary>Stops the actor.</summary>
public sealed class Terminate : SystemMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    public override string ToString() => "<Terminate>";
}

/// <summary>Introduces a child to its parent.</summary>
public sealed class Supervise : SystemMessage
{
    public Supervise(IActorRef child) => Child = child;

    public IActorRef Child { get; }

    public override string ToString() => $"<Supervise>: {Child}";
}

/// <summary>Tells a parent that a child has failed.</summary>
public sealed class Failed : SystemMessage
{
    public Failed(IActorRef child, Exception cause, long uid)
    {
        Child = child;
        Cause = cause;
        Uid = uid;
    }

    public IActorRef Child { get; }

    public Exception Cause { get; }

    public long Uid { get; }

    public override string ToString() => $"<Failed>: {Child} ({Uid}) {(Cause is null ? "" : $", Cause={Cause}")}";
}

/// <summary>Closes a queue of system messages.</summary>
internal sealed class NoMessage : SystemMessage
{
    public static readonly NoMessage Instance = new();
}

/// <summary>Runs a task, or reports one's failure, within the actor.</summary>
internal sealed class ActorTaskSchedulerMessage : SystemMessage
{
    private readonly ActorTaskScheduler _scheduler;
    private readonly Task _task;

    public ActorTaskSchedulerMessage(ActorTaskScheduler scheduler, Task task, object message)
    {
        _scheduler = scheduler;
        _task = task;
        Message = message;
    }

    public ActorTaskSchedulerMessage(Exception exception, object message)
    {
        Exception = exception;
        Message = message;
    }

    public Exception Exception { get; }

    /// <summary>The message during which the task was started.</summary>
    public object Message { get; }

    public void ExecuteTask() => _scheduler.ExecuteTask(_task);
}

/// <summary>Asks a guardian to stop one of its children.</summary>
public sealed class StopChild
{
    public StopChild(IActorRef child) => Child = child;

    public IActorRef Child { get; }
}

/// <summary>Asks the system guardian to wait for the sender before the loggers stop.</summary>
public sealed class RegisterTerminationHook
{
    public static RegisterTerminationHook Instance { get; } = new();
}

/// <summary>Tells a hook that the user guardian has stopped.</summary>
public sealed class TerminationHook
{
    public static TerminationHook Instance { get; } = new();
}

/// <summary>Says that a hook has done its work.</summary>
public sealed class TerminationHookDone
{
    public static TerminationHookDone Instance { get; } = new();
}
