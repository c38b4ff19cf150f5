using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Remote;

/// <summary>
/// Watches actors of other systems on behalf of local ones. It exchanges heartbeats with the remote watcher of every
/// address that it watches at; an address that falls silent is quarantined and declared terminated.
/// </summary>
public partial class RemoteWatcher : UntypedActor, IRequiresMessageQueue<IUnboundedMessageQueueSemantics>
{
    protected readonly ILoggingAdapter Log = Context.GetLogger();
    protected readonly Dictionary<IInternalActorRef, HashSet<IInternalActorRef>> Watching = [];
    protected readonly Dictionary<Address, HashSet<IInternalActorRef>> WatcheeByNodes = [];

    private readonly IFailureDetectorRegistry<Address> _failureDetector;
    private readonly TimeSpan _heartbeatExpectedResponseAfter;
    private readonly IRemoteActorRefProvider _remoteProvider;
    private readonly HeartbeatRsp _selfHeartbeatRsp = new(AddressUidExtension.Uid(Context.System));
    private readonly Dictionary<Address, int> _addressUids = [];
    private readonly ICancelable _heartbeat;
    private readonly ICancelable _reaper;

    /// <exception cref="ConfigurationException">The system has no remoting.</exception>
    public RemoteWatcher(
        IFailureDetectorRegistry<Address> failureDetector, TimeSpan heartbeatInterval, TimeSpan unreachableReaperInterval,
        TimeSpan heartbeatExpectedResponseAfter)
    {
        _failureDetector = failureDetector;
        _heartbeatExpectedResponseAfter = heartbeatExpectedResponseAfter;
        var system = (ExtendedActorSystem)Context.System;
        _remoteProvider = system.Provider as IRemoteActorRefProvider ?? throw new ConfigurationException(
            $"ActorSystem {system} needs to have a 'RemoteActorRefProvider' enabled in the configuration, current uses {system.Provider.GetType().FullName}");
        _heartbeat = system.Scheduler.ScheduleTellRepeatedlyCancelable(heartbeatInterval, heartbeatInterval, Self, HeartbeatTick.Instance, Self);
        _reaper = system.Scheduler.ScheduleTellRepeatedlyCancelable(
            unreachableReaperInterval, unreachableReaperInterval, Self, ReapUnreachableTick.Instance, Self);
    }

    protected ICollection<Address> WatchingNodes => WatcheeByNodes.Keys;

    protected HashSet<Address> Unreachable { get; } = [];

    public static Props Props(
        IFailureDetectorRegistry<Address> failureDetector, TimeSpan heartbeatInterval, TimeSpan unreachableReaperInterval,
        TimeSpan heartbeatExpectedResponseAfter) =>
        Actor.Props.Create(() => new RemoteWatcher(failureDetector, heartbeatInterval, unreachableReaperInterval, heartbeatExpectedResponseAfter))
            .WithDispatcher(Dispatchers.InternalDispatcherId)
            .WithDeploy(Deploy.Local);

    protected override void PostStop()
    {
        base.PostStop();
        _heartbeat.Cancel();
        _reaper.Cancel();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HeartbeatTick:
                SendHeartbeats();
                break;
            case Heartbeat:
                Sender.Tell(_selfHeartbeatRsp);
                break;
            case HeartbeatRsp rsp:
                ReceiveHeartbeatRsp(rsp.AddressUid);
                break;
            case ReapUnreachableTick:
                ReapUnreachable();
                break;
            case ExpectedFirstHeartbeat expected:
                if (WatcheeByNodes.ContainsKey(expected.From) && !_failureDetector.IsMonitoring(expected.From))
                    _failureDetector.Heartbeat(expected.From);
                break;
            case WatchRemote watch:
                AddWatching(watch.Watchee, watch.Watcher);
                break;
            case UnwatchRemote unwatch:
                RemoveWatch(unwatch.Watchee, unwatch.Watcher);
                break;
            case Terminated terminated:
                ProcessTerminated((IInternalActorRef)terminated.ActorRef, terminated.ExistenceConfirmed, terminated.AddressTerminated);
                break;
            case Stats:
                Sender.Tell(CurrentStats());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected virtual void PublishAddressTerminated(Address address) =>
        AddressTerminatedTopic.Get(Context.System).Publish(new AddressTerminated(address));

    protected virtual void Quarantine(Address address, int? addressUid) => _remoteProvider.Quarantine(address, addressUid);

    protected void AddWatching(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        RefuseSelf(watcher);
        Log.Debug("Watching: [{0} -> {1}]", watcher.Path, watchee.Path);
        if (!Watching.TryGetValue(watchee, out var watchers))
            Watching[watchee] = watchers = [];
        watchers.Add(watcher);
        WatchNode(watchee);
        // Sends the Watch, if this is the first one.
        Context.Watch(watchee);
    }

    protected virtual void WatchNode(IInternalActorRef watchee)
    {
        var address = watchee.Path.Address;
        if (!WatcheeByNodes.TryGetValue(address, out var watchees))
        {
            // The first watch after the address was unreachable: a new chance.
            if (Unreachable.Remove(address))
                _failureDetector.Remove(address);
            WatcheeByNodes[address] = watchees = [];
        }
        watchees.Add(watchee);
    }

    protected void RemoveWatch(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        RefuseSelf(watcher);
        Log.Debug("Unwatching: [{0} -> {1}]", watcher.Path, watchee.Path);
        if (!Watching.TryGetValue(watchee, out var watchers))
            return;
        watchers.Remove(watcher);
        if (watchers.Count > 0)
            return;
        Context.Unwatch(watchee);
        RemoveWatchee(watchee);
    }

    protected void RemoveWatchee(IInternalActorRef watchee)
    {
        var address = watchee.Path.Address;
        Watching.Remove(watchee);
        if (!WatcheeByNodes.TryGetValue(address, out var watchees))
            return;
        watchees.Remove(watchee);
        if (watchees.Count == 0)
            UnwatchNode(address);
    }

    protected void UnwatchNode(Address watcheeAddress)
    {
        Log.Debug("Unwatched last watchee of node: [{0}]", watcheeAddress);
        WatcheeByNodes.Remove(watcheeAddress);
        _addressUids.Remove(watcheeAddress);
        _failureDetector.Remove(watcheeAddress);
    }

    private void RefuseSelf(IInternalActorRef watcher)
    {
        if (watcher.Equals(Self))
            throw new InvalidOperationException("Watcher cannot be the RemoteWatcher!");
    }

    private void SendHeartbeats()
    {
        foreach (var address in WatchingNodes.Where(a => !Unreachable.Contains(a)))
        {
            if (!_failureDetector.IsMonitoring(address))
            {
                // The detection begins after this, answer or not.
                Log.Debug("Sending first Heartbeat to [{0}]", address);
                Context.System.Scheduler.ScheduleTellOnce(_heartbeatExpectedResponseAfter, Self, new ExpectedFirstHeartbeat(address), Self);
            }
            Context.ActorSelection(new RootActorPath(address) / Self.Path.Elements).Tell(Heartbeat.Instance);
        }
    }

    private void ReceiveHeartbeatRsp(int uid)
    {
        var from = Sender.Path.Address;
        if (!WatcheeByNodes.TryGetValue(from, out var watchees) || Unreachable.Contains(from))
            return;
        if (!_addressUids.TryGetValue(from, out var knownUid) || knownUid != uid)
        {
            // This incarnation may never have heard of the watches. Each message object goes to one actor only.
            foreach (var watchee in watchees)
                watchee.SendSystemMessage(new Watch(watchee, (IInternalActorRef)Self));
        }
        _addressUids[from] = uid;
        _failureDetector.Heartbeat(from);
    }

    private void ReapUnreachable()
    {
        foreach (var address in WatchingNodes.Where(a => !Unreachable.Contains(a) && !_failureDetector.IsAvailable(a)).ToArray())
        {
            Log.Warning("Detected unreachable: [{0}]", address);
            Quarantine(address, _addressUids.TryGetValue(address, out var uid) ? uid : null);
            PublishAddressTerminated(address);
            Unreachable.Add(address);
        }
    }

    private void ProcessTerminated(IInternalActorRef watchee, bool existenceConfirmed, bool addressTerminated)
    {
        // Of a terminated address every watcher hears by itself.
        if (!addressTerminated && Watching.TryGetValue(watchee, out var watchers))
        {
            foreach (var watcher in watchers)
                watcher.SendSystemMessage(new DeathWatchNotification(watchee, existenceConfirmed, addressTerminated: false));
        }
        RemoveWatchee(watchee);
    }

    private Stats CurrentStats()
    {
        var pairs = Watching.SelectMany(w => w.Value.Select(watcher => ((IActorRef)w.Key, (IActorRef)watcher))).ToImmutableHashSet();
        return new Stats(pairs.Count, WatchingNodes.Count, pairs, [.. WatchingNodes]);
    }
}
