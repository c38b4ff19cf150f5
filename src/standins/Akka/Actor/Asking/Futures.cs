namespace Akka.Actor;

/// <summary>Ask: a message whose answer comes as a task.</summary>
public static class Futures
{
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(message, timeout, CancellationToken.None);

    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<T>(_ => message, timeout, cancellationToken);

    /// <summary>Asks with a message that names the one to answer to.</summary>
    /// <param name="self">Whom to ask.</param>
    /// <param name="messageFactory">Makes the message from the reference that takes the answer.</param>
    /// <param name="timeout">Null: <c>akka.actor.ask-timeout</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AskTimeoutException">In the task: no answer came in time.</exception>
    public static async Task<T> Ask<T>(
        this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(self)
            ?? throw new ArgumentException("Unable to resolve the target Provider", nameof(self));
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var limit = timeout ?? provider.Settings.AskTimeout;

        CancellationTokenSource timer = null;
        if (limit != Timeout.InfiniteTimeSpan && limit > TimeSpan.Zero)
        {
            timer = new CancellationTokenSource(limit);
            timer.Token.Register(() => result.TrySetException(new AskTimeoutException($"Timeout after {limit.TotalSeconds:F2} seconds")));
        }
        var cancellation = cancellationToken.Register(() => result.TrySetCanceled(cancellationToken));

        var future = provider.CreateFutureRef(result);
        var path = future.Path;
        provider.RegisterTempActor(future, path);
        try
        {
            future.DeliverAsk(messageFactory(future), self);
            return await result.Task.ConfigureAwait(false);
        }
        finally
        {
            provider.UnregisterTempActor(path);
            await cancellation.DisposeAsync().ConfigureAwait(false);
            timer?.Dispose();
        }
    }

    private static IActorRefProvider ProviderOf(ICanTell self) => self switch
    {
        IInternalActorRef actor => actor.Provider,
        ActorSelection { Anchor: { } anchor } => ProviderOf(anchor),
        _ => ActorCell.Current?.SystemImpl.Provider,
    };
}
