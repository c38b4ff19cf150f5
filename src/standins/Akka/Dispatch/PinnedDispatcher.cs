using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>A dispatcher with one thread for one actor: for actors that block.</summary>
public sealed class PinnedDispatcher : Dispatcher
{
    private ActorCell _owner;

    internal PinnedDispatcher(
        MessageDispatcherConfigurator configurator, string id, long? throughputDeadlineTime, TimeSpan shutdownTimeout)
        : base(configurator, id, int.MaxValue, throughputDeadlineTime,
            dispatcher => new DedicatedThreadsExecutorService(id, 1, background: true, dispatcher.Report), shutdownTimeout)
    {
    }

    public override void Attach(ActorCell cell)
    {
        var owner = Interlocked.CompareExchange(ref _owner, cell, null);
        if (owner is not null && !ReferenceEquals(owner, cell))
            throw new ArgumentException($"Cannot register to anyone but {owner.Self}", nameof(cell));
        base.Attach(cell);
    }

    public override void Detach(ActorCell cell)
    {
        base.Detach(cell);
        Interlocked.Exchange(ref _owner, null);
    }
}
