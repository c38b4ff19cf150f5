using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The reference of an actor in this process.</summary>
public class LocalActorRef : ActorRefWithCell
{
    private readonly ActorSystemImpl _system;
    private readonly ActorPath _path;
    private readonly IInternalActorRef _supervisor;
    private readonly ActorCell _cell;

    internal LocalActorRef(
        ActorSystemImpl system, Props props, MessageDispatcher dispatcher, MailboxType mailboxType,
        IInternalActorRef supervisor, ActorPath path)
    {
        _system = system;
        _path = path;
        _supervisor = supervisor;
        _cell = NewCell(system, props, dispatcher, supervisor);
        _cell.Init(sendSupervise: true, mailboxType);
    }

    public override ActorPath Path => _path;

    public override IInternalActorRef Parent => _supervisor;

    public override IActorRefProvider Provider => _system.Provider;

    public override ActorCell Underlying => _cell;

    public ActorCell Cell => _cell;

    public override bool IsLocal => true;

    public override IEnumerable<IActorRef> Children => _cell.GetChildren();

    internal virtual ActorCell NewCell(
        ActorSystemImpl system, Props props, MessageDispatcher dispatcher, IInternalActorRef supervisor) =>
        new(system, this, props, dispatcher, supervisor);

    public override void Start() => _cell.Start();

    public override void Stop() => _cell.Stop();

    public override void Suspend() => _cell.Suspend();

    public override void Resume(Exception causedByFailure = null) => _cell.Resume(causedByFailure);

    public override void Restart(Exception cause) => _cell.Restart(cause);

    public override void SendSystemMessage(ISystemMessage message) => _cell.SendSystemMessage((SystemMessage)message);

    public override IInternalActorRef GetSingleChild(string name) => _cell.GetSingleChild(name);

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        IInternalActorRef current = this;
        for (var i = 0; i < name.Count; i++)
        {
            if (current is not ActorRefWithCell withCell)
                return current.GetChild(name.Skip(i).ToArray());
            current = name[i] switch
            {
                ".." => current.Parent,
                "" => current,
                var child => withCell.GetSingleChild(child),
            };
        }
        return current;
    }

    protected override void TellInternal(object message, IActorRef sender) => _cell.SendMessage(sender, message);
}
