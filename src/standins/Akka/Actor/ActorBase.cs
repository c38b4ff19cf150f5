using Akka.Event;

namespace Akka.Actor;

/// <summary>The behaviour of an actor, called by its cell with one message at a time.</summary>
public abstract partial class ActorBase : IInternalActor
{
    private IActorRef _clearedSelf;
    private bool _hasBeenCleared;

    /// <exception cref="ActorInitializationException">Made with <c>new</c> outside an actor's creation.</exception>
    protected ActorBase()
    {
        if (ActorCell.Current is null)
            throw new ActorInitializationException("Do not use the 'new' operator to create actors, use ActorSystem.ActorOf or Context.ActorOf.");
        Context.Become(Receive);
        if (this is IWithTimers timed)
            timed.Timers = new TimerScheduler(ActorCell.Current);
    }

    protected static Receive EmptyReceive => _ => false;

    /// <exception cref="NotSupportedException">No actor is processing a message on this thread.</exception>
    protected static IActorContext Context => ActorCell.Current ?? throw new NotSupportedException(
        "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    IActorContext IInternalActor.ActorContext => Context;

    protected IActorRef Sender => Context.Sender;

    protected IActorRef Self => _hasBeenCleared ? _clearedSelf : Context.Self;

    protected internal virtual bool AroundReceive(Receive receive, object message)
    {
        if (message is ITimerMsg timerMessage)
        {
            // A message of a timer that was cancelled or belongs to an instance before a restart is dropped.
            message = this is IWithTimers { Timers: TimerScheduler timers } ? timers.Intercept(timerMessage) : null;
            switch (message)
            {
                case null:
                    return true;
                case IAutoReceivedMessage automatic:
                    ((ActorCell)Context).AutoReceiveMessage(automatic);
                    return true;
            }
        }
        var handled = receive(message);
        if (!handled)
            Unhandled(message);
        return handled;
    }

    protected abstract bool Receive(object message);

    /// <summary>Publishes the message as unhandled; an unhandled <see cref="Terminated"/> is fatal.</summary>
    /// <exception cref="DeathPactException">The message is <see cref="Terminated"/>.</exception>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
            throw new DeathPactException(terminated.ActorRef);
        Context.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    protected void Become(Receive receive) => Context.Become(receive);

    protected void BecomeStacked(Receive receive) => Context.BecomeStacked(receive);

    protected void UnbecomeStacked() => Context.UnbecomeStacked();

    protected void SetReceiveTimeout(TimeSpan? timeout) => Context.SetReceiveTimeout(timeout);

    internal void Clear(IActorRef self)
    {
        _clearedSelf = self;
        _hasBeenCleared = true;
    }

    internal void Unclear()
    {
        _clearedSelf = null;
        _hasBeenCleared = false;
    }
}
