namespace Akka.Actor;

/// <summary>Stops an actor and waits for its end.</summary>
public static class GracefulStopSupport
{
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) =>
        target.GracefulStop(timeout, PoisonPill.Instance);

    /// <summary>True when it has stopped, false when it has not within the timeout.</summary>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var watchee = (IInternalActorRef)target;
        var stopped = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = new CancellationTokenSource(timeout);
        await using var registration = timer.Token.Register(() => stopped.TrySetCanceled(timer.Token));
        var watcher = new WatchingRef(stopped, watchee.Provider);
        watchee.SendSystemMessage(new Dispatch.SysMsg.Watch(watchee, watcher));
        target.Tell(stopMessage, ActorRefs.NoSender);
        try
        {
            await stopped.Task.ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            watchee.SendSystemMessage(new Dispatch.SysMsg.Unwatch(watchee, watcher));
        }
    }

    private sealed class WatchingRef : MinimalActorRef
    {
        private readonly TaskCompletionSource<object> _stopped;

        public WatchingRef(TaskCompletionSource<object> stopped, IActorRefProvider provider)
        {
            _stopped = stopped;
            Provider = provider;
            Path = provider.TempPath();
        }

        public override ActorPath Path { get; }

        public override IActorRefProvider Provider { get; }

        public override void SendSystemMessage(Dispatch.SysMsg.ISystemMessage message)
        {
            if (message is Dispatch.SysMsg.DeathWatchNotification)
                _stopped.TrySetResult(null);
        }
    }
}
