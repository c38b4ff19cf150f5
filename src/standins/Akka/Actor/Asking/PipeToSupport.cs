namespace Akka.Actor;

/// <summary>Sends the result of a task to an actor: how work outside comes back into one.</summary>
/// <remarks>A failure arrives as <see cref="Status.Failure"/>, unless it is transformed.</remarks>
public static partial class PipeToSupport
{
    public static Task PipeTo<T>(
        this Task<T> taskToPipe, ICanTell recipient, IActorRef sender = null, Func<T, object> success = null,
        Func<Exception, object> failure = null) =>
        taskToPipe.PipeTo(recipient, useConfigureAwait: false, sender, success, failure);

    public static async Task PipeTo<T>(
        this Task<T> taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef sender = null,
        Func<T, object> success = null, Func<Exception, object> failure = null)
    {
        sender ??= ActorRefs.NoSender;
        try
        {
            var result = await taskToPipe.ConfigureAwait(useConfigureAwait);
            recipient.Tell(success is null ? result : success(result), sender);
        }
        catch (Exception ex)
        {
            ProcessFailure(recipient, ex, sender, failure);
        }
    }

    public static Task PipeTo(
        this Task taskToPipe, ICanTell recipient, IActorRef sender = null, Func<object> success = null,
        Func<Exception, object> failure = null) =>
        taskToPipe.PipeTo(recipient, useConfigureAwait: false, sender, success, failure);

    /// <summary>Without a transform the success of a task without result tells nothing.</summary>
    public static async Task PipeTo(
        this Task taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef sender = null,
        Func<object> success = null, Func<Exception, object> failure = null)
    {
        sender ??= ActorRefs.NoSender;
        try
        {
            await taskToPipe.ConfigureAwait(useConfigureAwait);
            if (success is not null)
                recipient.Tell(success(), sender);
        }
        catch (Exception ex)
        {
            ProcessFailure(recipient, ex, sender, failure);
        }
    }

    private static void ProcessFailure(ICanTell recipient, Exception exception, IActorRef sender, Func<Exception, object> failure) =>
        recipient.Tell(failure is null ? new Status.Failure(exception) : failure(exception), sender);
}
