using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// Runs the tasks of an actor's asynchronous handlers within the actor: one at a time, with its context.
/// Until such a task has ended, no other message is processed.
/// </summary>
public class ActorTaskScheduler : TaskScheduler
{
    private readonly ActorCell _actorCell;

    internal ActorTaskScheduler(ActorCell actorCell) => _actorCell = actorCell;

    /// <summary>The message whose handler is running, or null.</summary>
    public object CurrentMessage { get; private set; }

    public override int MaximumConcurrencyLevel => 1;

    public static void RunTask(Action action) => RunTask(() =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <exception cref="InvalidOperationException">No actor is processing a message on this thread.</exception>
    public static void RunTask(Func<Task> asyncAction)
    {
        var cell = ActorCell.Current
            ?? throw new InvalidOperationException("RunTask must be called from an actor context.");
        cell.Dispatcher.Suspend(cell);
        var scheduler = cell.TaskScheduler;
        scheduler.CurrentMessage = cell.CurrentMessage;
        scheduler.OnBeforeTaskStarted();
        Task.Factory.StartNew(asyncAction, CancellationToken.None, TaskCreationOptions.None, scheduler)
            .Unwrap()
            .ContinueWith(scheduler.Complete, CancellationToken.None, TaskContinuationOptions.None, scheduler);
    }

    internal void ExecuteTask(Task task)
    {
        // An await inside must come back through this scheduler, not through the context of the thread at hand.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            TryExecuteTask(task);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    protected virtual void OnBeforeTaskStarted() { }

    protected virtual void OnAfterTaskCompleted() { }

    protected override IEnumerable<Task> GetScheduledTasks() => null;

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override void QueueTask(Task task)
    {
        if (!task.CreationOptions.HasFlag(TaskCreationOptions.LongRunning) && ReferenceEquals(ActorCell.Current, _actorCell))
            ExecuteTask(task);
        else
            _actorCell.SendSystemMessage(new ActorTaskSchedulerMessage(this, task, CurrentMessage));
    }

    private void Complete(Task handler)
    {
        var message = CurrentMessage;
        var failure = FailureOf(handler);
        if (failure is null)
        {
            _actorCell.Dispatcher.Resume(_actorCell);
            _actorCell.CheckReceiveTimeout(_actorCell.CurrentMessage is not INotInfluenceReceiveTimeout);
        }
        else
        {
            _actorCell.SendSystemMessage(new ActorTaskSchedulerMessage(failure, message));
        }
        CurrentMessage = null;
        OnAfterTaskCompleted();
    }

    private static Exception FailureOf(Task task) => task.Status switch
    {
        TaskStatus.Canceled => new TaskCanceledException(),
        TaskStatus.Faulted => task.Exception.InnerExceptions.Count == 1 ? task.Exception.InnerExceptions[0] : task.Exception,
        _ => null,
    };
}
