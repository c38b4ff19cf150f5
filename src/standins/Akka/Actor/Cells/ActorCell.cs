using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Everything about an actor but its behaviour: context, children, watchers, failures. It outlives the instances of
/// the actor that restarts replace.
/// </summary>
public partial class ActorCell : IUntypedActorContext
{
    public const int UndefinedUid = 0;

    [ThreadStatic]
    private static ActorCell _current;

    private readonly IInternalActorRef _self;
    private ActorTaskScheduler _taskScheduler;
    private volatile Mailbox _mailbox;
    private Receive _behavior;
    private Stack<Receive> _shadowedBehaviors;

    internal ActorCell(
        ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    {
        SystemImpl = system;
        _self = self;
        Props = props;
        Dispatcher = dispatcher;
        Parent = parent;
    }

    /// <summary>The cell whose message this thread is processing, or null.</summary>
    internal static ActorCell Current
    {
        get => _current;
        set => _current = value;
    }

    public ActorSystemImpl SystemImpl { get; }

    public ActorSystem System => SystemImpl;

    public Props Props { get; private set; }

    public IActorRef Self => _self;

    public IActorRef Sender { get; private set; }

    public IInternalActorRef Parent { get; }

    IActorRef IActorContext.Parent => Parent;

    public MessageDispatcher Dispatcher { get; }

    public Mailbox Mailbox => _mailbox;

    public object CurrentMessage { get; private set; }

    /// <summary>Counts the messages, so that one of them is stashed once only.</summary>
    public int CurrentEnvelopeId { get; private set; }

    internal ActorBase Actor { get; private set; }

    internal bool ActorHasBeenCleared { get; private set; }

    internal bool IsTerminated => _mailbox.IsClosed;

    internal virtual ActorTaskScheduler TaskScheduler => _taskScheduler ??= new ActorTaskScheduler(this);

    public static IActorRef GetCurrentSelfOrNoSender() => _current?.Self ?? ActorRefs.NoSender;

    public static IActorRef GetCurrentSenderOrNoSender() => _current?.Sender ?? ActorRefs.NoSender;

    /// <summary>Makes the mailbox, and puts the order to create the actor in it as its first message.</summary>
    internal void Init(bool sendSupervise, MailboxType mailboxType)
    {
        var mailbox = new Mailbox(mailboxType.Create(Self, System));
        var required = Mailboxes.RequiredQueue(Props.Type);
        var failure = required is null || required.IsInstanceOfType(mailbox.MessageQueue)
            ? null
            : new ActorInitializationException(Self, $"Actor [{Self}] requires mailbox type [{required}] got [{mailbox.MessageQueue.GetType().FullName}]");
        _mailbox = mailbox;
        mailbox.SetActor(this);
        mailbox.SystemEnqueue(Self, new Create(failure));
        if (sendSupervise)
            Parent.SendSystemMessage(new Supervise(Self));
    }

    internal void Start() => Dispatcher.Attach(this);

    internal Mailbox SwapMailbox(Mailbox mailbox)
    {
        var old = _mailbox;
        _mailbox = mailbox;
        return old;
    }

    internal void SendMessage(IActorRef sender, object message)
    {
        var envelope = new Envelope(message, sender, System);
        Dispatcher.Dispatch(this, SystemImpl.Settings.SerializeAllMessages ? SerializedCopy(envelope) : envelope);
    }

    internal void SendSystemMessage(SystemMessage message) => Dispatcher.SystemDispatch(this, message);

    internal void Suspend() => SendSystemMessage(new Suspend());

    internal void Resume(Exception causedByFailure) => SendSystemMessage(new Resume(causedByFailure));

    internal void Restart(Exception cause) => SendSystemMessage(new Recreate(cause));

    internal void Stop() => SendSystemMessage(new Terminate());

    public ActorSelection ActorSelection(string path) => ActorRefFactoryShared.ActorSelection(path, SystemImpl, Self);

    public ActorSelection ActorSelection(ActorPath path) => ActorRefFactoryShared.ActorSelection(path, SystemImpl);

    /// <summary>Replaces the behaviour; the first one stays below, so that unbecoming ends there.</summary>
    public void Become(Receive receive)
    {
        if (_behavior is not null && _shadowedBehaviors is not { Count: > 0 })
            BecomeStacked(receive);
        else
            _behavior = receive;
    }

    public void BecomeStacked(Receive receive)
    {
        (_shadowedBehaviors ??= new Stack<Receive>()).Push(_behavior);
        _behavior = receive;
    }

    /// <summary>Back to the behaviour before; the first one stays.</summary>
    public void UnbecomeStacked()
    {
        if (_shadowedBehaviors is { Count: > 0 })
            _behavior = _shadowedBehaviors.Pop();
    }

    void IUntypedActorContext.Become(UntypedReceive receive) => Become(Handles(receive));

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => BecomeStacked(Handles(receive));

    private static Receive Handles(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };

    private void ClearBehaviors()
    {
        _behavior = null;
        _shadowedBehaviors = null;
    }

    private Envelope SerializedCopy(Envelope envelope)
    {
        var message = WrappedMessage.Unwrap(envelope.Message);
        if (envelope.Message is INoSerializationVerificationNeeded || message is INoSerializationVerificationNeeded)
            return envelope;
        var copy = SystemImpl.Serialization.Copy(message);
        return ReferenceEquals(message, envelope.Message) ? new Envelope(copy, envelope.Sender) : envelope;
    }

    private Type ActorType => Actor?.GetType() ?? GetType();

    private void Publish(LogEvent logEvent) => System.EventStream.Publish(logEvent);

    private void PublishLifecycle(string what)
    {
        if (System.Settings.DebugLifecycle)
            Publish(new Debug(Self.Path.ToString(), ActorType, what));
    }
}
