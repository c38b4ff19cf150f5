using Akka.Actor;

namespace Akka.Event;

/// <summary>The actor system's event stream. Subscribers that stop are unsubscribed.</summary>
public class EventStream : LoggingBus
{
    private static int _unsubscriberNumber;

    private readonly bool _debug;
    private IActorRef _unsubscriber;

    public EventStream(bool debug) => _debug = debug;

    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        if (_debug)
            Trace($"subscribing {subscriber} to channel {channel}");
        if (subscriber is not MinimalLogger)
            _unsubscriber?.Tell(new EventStreamUnsubscriber.Register(subscriber));
        return base.Subscribe(subscriber, channel);
    }

    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        var removed = base.Unsubscribe(subscriber, channel);
        if (_debug)
            Trace($"unsubscribing {subscriber} from channel {channel}");
        return removed;
    }

    public override bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        var removed = base.Unsubscribe(subscriber);
        if (_debug)
            Trace($"unsubscribing {subscriber} from all channels");
        return removed;
    }

    public void StartUnsubscriber(ActorSystemImpl system) =>
        _unsubscriber = system.SystemActorOf(Props.Create(() => new EventStreamUnsubscriber(this)), $"EventStreamUnsubscriber-{Interlocked.Increment(ref _unsubscriberNumber)}");

    private void Trace(string text) => Publish(new Debug(GetType().Name, GetType(), text));
}
