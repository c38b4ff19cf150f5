using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Remote.Transport;

namespace Akka.Remote;

/// <summary>The reference of an actor in another process.</summary>
public class RemoteActorRef : InternalActorRefBase, IRemoteRef
{
    private readonly IInternalActorRef _parent;

    public RemoteActorRef(RemoteTransport remote, Address localAddressToUse, ActorPath path, IInternalActorRef parent, Props props, Deploy deploy)
    {
        if (path.Address.HasLocalScope)
            throw new ArgumentException($"Unexpected local address in RemoteActorRef [{path}]", nameof(path));
        Remote = remote;
        LocalAddressToUse = localAddressToUse;
        Path = path;
        _parent = parent;
        _ = (props, deploy);
    }

    public Address LocalAddressToUse { get; }

    public override ActorPath Path { get; }

    public override IInternalActorRef Parent => _parent;

    public override IActorRefProvider Provider => Remote.Provider;

    public override bool IsLocal => false;

    internal RemoteTransport Remote { get; }

    /// <summary>What the transport looked up for this reference at its first message.</summary>
    internal Recipient Recipient { get; set; }

    public override IActorRef GetChild(IReadOnlyList<string> name) => name switch
    {
        [] => this,
        ["..", ..] => Parent.GetChild(name.Skip(1).ToArray()),
        _ => new RemoteActorRef(Remote, LocalAddressToUse, Path / name, ActorRefs.Nobody, Props.None, Deploy.None),
    };

    public override void Start()
    {
        // It lives elsewhere and runs already.
    }

    public override void Stop() => SendSystemMessage(new Terminate());

    public override void Restart(Exception cause) => SendSystemMessage(new Recreate(cause));

    public override void Suspend() => SendSystemMessage(new Suspend());

    public override void Resume(Exception causedByFailure = null) => SendSystemMessage(new Resume(causedByFailure));

    /// <summary>True where the remote watcher has to stand in for the watcher.</summary>
    public bool IsWatchIntercepted(IActorRef watchee, IActorRef watcher) =>
        !watcher.Equals(Remote.Provider.RemoteWatcher) && watchee.Equals(this);

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Watch watch when IsWatchIntercepted(watch.Watchee, watch.Watcher):
                Remote.Provider.RemoteWatcher.Tell(new RemoteWatcher.WatchRemote(watch.Watchee, watch.Watcher));
                break;
            case Unwatch unwatch when IsWatchIntercepted(unwatch.Watchee, unwatch.Watcher):
                Remote.Provider.RemoteWatcher.Tell(new RemoteWatcher.UnwatchRemote(unwatch.Watchee, unwatch.Watcher));
                break;
            default:
                Send(message, ActorRefs.NoSender);
                break;
        }
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is null)
            throw new InvalidMessageException("Message is null.");
        Send(message, sender);
    }

    // A Tell never throws: what fails here is logged.
    private void Send(object message, IActorRef sender)
    {
        try
        {
            Remote.Send(message, sender, this);
        }
        catch (Exception e)
        {
            Remote.System.EventStream.Publish(new Error(e, Path.ToString(), GetType(), $"swallowing exception during message send: {e.Message}"));
        }
    }
}
