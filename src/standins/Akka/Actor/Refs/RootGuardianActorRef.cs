using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>The root of the tree: the parent of /user and /system, and of the places that have no actor.</summary>
internal sealed class RootGuardianActorRef : LocalActorRef
{
    private readonly Func<IInternalActorRef> _tempContainer;
    private readonly IInternalActorRef _deadLetters;
    private readonly Dictionary<string, IInternalActorRef> _extraNames = [];

    public RootGuardianActorRef(
        ActorSystemImpl system, Props props, MessageDispatcher dispatcher, MailboxType mailboxType,
        IInternalActorRef supervisor, ActorPath path, IInternalActorRef deadLetters, Func<IInternalActorRef> tempContainer)
        : base(system, props, dispatcher, mailboxType, supervisor, path)
    {
        _deadLetters = deadLetters;
        _tempContainer = tempContainer;
    }

    public override IInternalActorRef Parent => this;

    public override IInternalActorRef GetSingleChild(string name) => name switch
    {
        "temp" => _tempContainer(),
        "deadLetters" => _deadLetters,
        _ => _extraNames.GetValueOrDefault(name) ?? base.GetSingleChild(name),
    };

    public void AddExtraName(string name, IInternalActorRef actor) => _extraNames[name] = actor;
}
