using System.Threading.Channels;
using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>Queues what it gets for the test.</summary>
internal sealed class InternalTestActor : UntypedActor
{
    private readonly ChannelWriter<MessageEnvelope> _queue;
    private readonly DelegatingSupervisorStrategy _supervisorStrategy = new();
    private TestActor.Ignore _ignore;
    private AutoPilot _autoPilot;

    public InternalTestActor(ChannelWriter<MessageEnvelope> queue) => _queue = queue;

    protected override SupervisorStrategy SupervisorStrategy() => _supervisorStrategy;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TestActor.SetIgnore setIgnore:
                _ignore = setIgnore.Ignore;
                break;
            case TestActor.Watch watch:
                Context.Watch(watch.Actor);
                Sender.Tell(TestActor.Ack.Instance);
                break;
            case TestActor.Unwatch unwatch:
                Context.Unwatch(unwatch.Actor);
                Sender.Tell(TestActor.Ack.Instance);
                break;
            case TestActor.SetAutoPilot set:
                _autoPilot = set.AutoPilot;
                break;
            case TestActor.Spawn spawn:
                var child = spawn.Apply(Context);
                spawn.Strategy.OnSuccess(strategy => _supervisorStrategy.Update(child, strategy));
                _queue.TryWrite(new RealMessageEnvelope(child, Self));
                break;
            default:
                Queue(message);
                break;
        }
    }

    private void Queue(object message)
    {
        var sender = Sender;
        if (_autoPilot?.Run(sender, message) is { } next and not KeepRunning)
            _autoPilot = next;
        if (_ignore is null || !_ignore(message))
            _queue.TryWrite(new RealMessageEnvelope(message, sender));
    }
}
