using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>Runs continuations of a test on the pool, with the test actor as the implicit sender.</summary>
internal sealed class ActorCellKeepingSynchronizationContext : SynchronizationContext
{
    private readonly ActorCell _cell;

    public ActorCellKeepingSynchronizationContext(ActorCell cell) => _cell = cell;

    public override void Post(SendOrPostCallback d, object state) => ThreadPool.QueueUserWorkItem(_ =>
    {
        var oldCell = ActorCell.Current;
        var oldContext = Current;
        SetSynchronizationContext(this);
        ActorCell.Current = _cell;
        try
        {
            d(state);
        }
        finally
        {
            ActorCell.Current = oldCell;
            SetSynchronizationContext(oldContext);
        }
    });

    public override void Send(SendOrPostCallback d, object state)
    {
        var done = new TaskCompletionSource();
        Post(
            _ =>
            {
                try
                {
                    d(state);
                    done.SetResult();
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            },
            null);
        done.Task.GetAwaiter().GetResult();
    }
}
