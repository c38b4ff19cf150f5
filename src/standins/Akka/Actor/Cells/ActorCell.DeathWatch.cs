using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Death watch.</summary>
public partial class ActorCell
{
    private static readonly object NoCustomMessage = new();

    // Whom this actor watches, and the message it wants instead of Terminated.
    private Dictionary<IActorRef, object> _watching;

    // Whose Terminated lies in the mailbox already: it is dropped there if the actor unwatches meanwhile.
    private Dictionary<IActorRef, object> _terminatedQueued;

    private HashSet<IInternalActorRef> _watchedBy;

    // How many of them all are in other processes.
    private int _remoteWatches;

    public IActorRef Watch(IActorRef subject) => StartWatching(subject, NoCustomMessage);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return StartWatching(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var watchee = (IInternalActorRef)subject;
        if (!watchee.Equals(Self) && _watching is not null && _watching.Remove(watchee))
        {
            CountRemote(watchee, -1);
            watchee.SendSystemMessage(new Unwatch(watchee, _self));
        }
        _terminatedQueued?.Remove(watchee);
        return subject;
    }

    internal void ExpectTerminatedOf(IActorRef actor) => (_terminatedQueued ??= [])[actor] = NoCustomMessage;

    private IActorRef StartWatching(IActorRef subject, object customMessage)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var watchee = (IInternalActorRef)subject;
        if (!watchee.Equals(Self) && (_watching ??= []).TryAdd(watchee, customMessage))
        {
            CountRemote(watchee, 1);
            watchee.SendSystemMessage(new Watch(watchee, _self));
        }
        return subject;
    }

    private void ReceivedTerminated(Terminated terminated)
    {
        if (_terminatedQueued is not null && _terminatedQueued.Remove(terminated.ActorRef, out var customMessage))
            ReceiveMessage(ReferenceEquals(customMessage, NoCustomMessage) ? terminated : customMessage);
    }

    private void WatchedActorTerminated(DeathWatchNotification notification)
    {
        var actor = notification.Actor;
        if (_watching is not null && _watching.Remove(actor, out var customMessage))
        {
            CountRemote((IInternalActorRef)actor, -1);
            if (!_children.IsTerminating)
            {
                Self.Tell(new Terminated(actor, notification.ExistenceConfirmed, notification.AddressTerminated), actor);
                (_terminatedQueued ??= [])[actor] = customMessage;
            }
        }
        if (_children.Contains(actor))
            HandleChildTerminated(actor);
    }

    /// <summary>Nobody at the address will say any more that it stopped: every watchee there has.</summary>
    private void WatchedAddressTerminated(Address address)
    {
        var gone = _watchedBy?.Where(watcher => watcher.Path.Address == address).ToArray() ?? [];
        foreach (var watcher in gone)
        {
            _watchedBy.Remove(watcher);
            CountRemote(watcher, -1);
        }
        foreach (var watchee in _watching?.Keys.Where(w => w.Path.Address == address).ToArray() ?? [])
            _self.SendSystemMessage(new DeathWatchNotification(watchee, existenceConfirmed: _children.Contains(watchee), addressTerminated: true));
    }

    // The actor hears of terminated addresses while it watches, or is watched by, anyone in another process.
    private void CountRemote(IInternalActorRef actor, int change)
    {
        if (actor.IsLocal)
            return;
        var before = _remoteWatches;
        _remoteWatches += change;
        if (before == 0)
            AddressTerminatedTopic.Get(System).Subscribe(_self);
        else if (_remoteWatches == 0)
            AddressTerminatedTopic.Get(System).Unsubscribe(_self);
    }

    private void TellWatchersWeDied()
    {
        if (_watchedBy is null)
            return;
        var watchers = _watchedBy;
        _watchedBy = null;
        foreach (var watcher in watchers)
            CountRemote(watcher, -1);
        // Remote watchers first: the connection to them may go down with us.
        foreach (var watcher in watchers.OrderBy(w => w.IsLocal))
        {
            if (!watcher.Equals(Parent))
                watcher.SendSystemMessage(new DeathWatchNotification(Self, existenceConfirmed: true, addressTerminated: false));
        }
    }

    private void UnwatchWatchedActors()
    {
        if (_watching is null)
            return;
        var watching = _watching;
        _watching = null;
        _terminatedQueued = null;
        foreach (var watchee in watching.Keys.Cast<IInternalActorRef>())
        {
            CountRemote(watchee, -1);
            watchee.SendSystemMessage(new Unwatch(watchee, _self));
        }
    }

    private void AddWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        var isWatchee = watchee.Equals(Self);
        var isWatcher = watcher.Equals(Self);
        if (isWatchee && !isWatcher)
        {
            if (!(_watchedBy ??= []).Add(watcher))
                return;
            CountRemote(watcher, 1);
            PublishLifecycle($"now watched by {watcher}");
        }
        else if (!isWatchee && isWatcher)
        {
            Watch(watchee);
        }
        else
        {
            Publish(new Warning(Self.Path.ToString(), ActorType, $"BUG: illegal Watch({watchee},{watcher} for {Self}"));
        }
    }

    private void RemoveWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        var isWatchee = watchee.Equals(Self);
        var isWatcher = watcher.Equals(Self);
        if (isWatchee && !isWatcher)
        {
            if (_watchedBy is null || !_watchedBy.Remove(watcher))
                return;
            CountRemote(watcher, -1);
            PublishLifecycle($"no longer watched by {watcher}");
        }
        else if (!isWatchee && isWatcher)
        {
            Unwatch(watchee);
        }
        else
        {
            Publish(new Warning(Self.Path.ToString(), ActorType, $"BUG: illegal Unwatch({watchee},{watcher} for {Self}"));
        }
    }
}
