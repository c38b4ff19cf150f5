namespace Akka.Actor;

/// <summary>The receive timeout.</summary>
public partial class ActorCell
{
    private ICancelable _pendingReceiveTimeout;

    public TimeSpan? ReceiveTimeout { get; private set; }

    public void SetReceiveTimeout(TimeSpan? timeout = null) => ReceiveTimeout = timeout;

    internal void CheckReceiveTimeout(bool reschedule = true)
    {
        if (ReceiveTimeout is null)
        {
            CancelReceiveTimeout();
        }
        else if (reschedule || _pendingReceiveTimeout is null)
        {
            CancelReceiveTimeout();
            _pendingReceiveTimeout = System.Scheduler.ScheduleTellOnceCancelable(
                ReceiveTimeout.Value, Self, Akka.Actor.ReceiveTimeout.Instance, Self);
        }
    }

    private void CancelReceiveTimeout()
    {
        _pendingReceiveTimeout?.Cancel();
        _pendingReceiveTimeout = null;
    }
}
