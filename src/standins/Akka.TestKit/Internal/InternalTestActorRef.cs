using Akka.Actor;
using Akka.Dispatch;
using Akka.Util;
using Akka.Util.Internal;

namespace Akka.TestKit.Internal;

/// <summary>A reference that shows the actor behind it, which runs on the calling thread.</summary>
public class InternalTestActorRef : LocalActorRef
{
    private static readonly AtomicCounter UniqueName = new();

    private InternalTestActorRef(
        ActorSystemImpl system, Props props, MessageDispatcher dispatcher, MailboxType mailboxType,
        IInternalActorRef supervisor, ActorPath path)
        : base(system, props, dispatcher, mailboxType, supervisor, path)
    {
    }

    /// <exception cref="IllegalActorStateException">The actor has stopped.</exception>
    public object UnderlyingActor => Cell.IsTerminated
        ? throw new IllegalActorStateException("Underlying actor is terminated")
        : Cell.Actor;

    public static InternalTestActorRef Create(ActorSystem system, Props props, IActorRef supervisor = null, string name = null)
    {
        if (props.Deploy.Dispatcher == Deploy.NoDispatcherGiven)
            props = props.WithDispatcher(CallingThreadDispatcher.Id);
        var impl = (ActorSystemImpl)system;
        var dispatcher = system.Dispatchers.Lookup(props.Dispatcher);
        var mailbox = system.Mailboxes.MailboxTypeOf(props, dispatcher.Configurator.Config);
        var parent = (LocalActorRef)(supervisor ?? impl.Guardian);
        name ??= ((long)UniqueName.GetAndIncrement()).Base64Encode("$$");
        parent.Cell.ReserveChild(name);
        var path = new ChildActorPath(parent.Path, name, 1 + Random.Shared.Next(int.MaxValue - 1));
        var actor = new InternalTestActorRef(impl, props, dispatcher, mailbox, parent, path);
        parent.Cell.InitChild(actor);
        actor.Start();
        return actor;
    }

    /// <summary>Runs the behaviour at once, past the mailbox; what it throws is thrown here.</summary>
    public void Receive(object message, IActorRef sender = null)
    {
        var previous = ActorCell.Current;
        ActorCell.Current = Cell;
        try
        {
            Cell.ReceiveMessageForTest(new Envelope(message, sender ?? Cell.System.DeadLetters));
        }
        finally
        {
            ActorCell.Current = previous;
        }
    }

    public void Watch(IActorRef subject) => Cell.Watch(subject);

    public void Unwatch(IActorRef subject) => Cell.Unwatch(subject);
}
