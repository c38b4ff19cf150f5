using System.Collections.Immutable;

namespace Akka.Remote;

/// <summary>Its protocol.</summary>
public partial class RemoteWatcher
{
    /// <summary>A watch of a remote actor by a local one.</summary>
    public abstract class WatchCommand
    {
        protected WatchCommand(IInternalActorRef watchee, IInternalActorRef watcher)
        {
            Watchee = watchee;
            Watcher = watcher;
        }

        public IInternalActorRef Watchee { get; }

        public IInternalActorRef Watcher { get; }
    }

    public sealed class WatchRemote : WatchCommand
    {
        public WatchRemote(IInternalActorRef watchee, IInternalActorRef watcher) : base(watchee, watcher) { }
    }

    public sealed class UnwatchRemote : WatchCommand
    {
        public UnwatchRemote(IInternalActorRef watchee, IInternalActorRef watcher) : base(watchee, watcher) { }
    }

    /// <summary>From one remote watcher to another: are you there?</summary>
    public sealed class Heartbeat : IPriorityMessage
    {
        private Heartbeat() { }

        public static Heartbeat Instance { get; } = new();
    }

    /// <summary>Yes, and this is my incarnation.</summary>
    public class HeartbeatRsp : IPriorityMessage
    {
        public HeartbeatRsp(int addressUid) => AddressUid = addressUid;

        public int AddressUid { get; }
    }

    public class HeartbeatTick
    {
        private HeartbeatTick() { }

        public static HeartbeatTick Instance { get; } = new();
    }

    public class ReapUnreachableTick
    {
        private ReapUnreachableTick() { }

        public static ReapUnreachableTick Instance { get; } = new();
    }

    /// <summary>Counts the first heartbeat as received, so that an address that never answers becomes unreachable, too.</summary>
    public sealed class ExpectedFirstHeartbeat
    {
        public ExpectedFirstHeartbeat(Address from) => From = from;

        public Address From { get; }
    }

    /// <summary>How much is watched; asked for with any instance.</summary>
    public sealed class Stats
    {
        public static readonly Stats Empty = Counts(0, 0);

        public Stats(int watching, int watchingNodes)
            : this(watching, watchingNodes, [], [])
        {
        }

        public Stats(
            int watching, int watchingNodes, ImmutableHashSet<(IActorRef, IActorRef)> watchingRefs, ImmutableHashSet<Address> watchingAddresses)
        {
            Watching = watching;
            WatchingNodes = watchingNodes;
            WatchingRefs = watchingRefs;
            WatchingAddresses = watchingAddresses;
        }

        public int Watching { get; }

        public int WatchingNodes { get; }

        /// <summary>Pairs of watchee and watcher.</summary>
        public ImmutableHashSet<(IActorRef, IActorRef)> WatchingRefs { get; }

        public ImmutableHashSet<Address> WatchingAddresses { get; }

        public static Stats Counts(int watching, int watchingNodes) => new(watching, watchingNodes);

        public override bool Equals(object obj) =>
            obj is Stats other && Watching == other.Watching && WatchingNodes == other.WatchingNodes;

        public override int GetHashCode() => HashCode.Combine(Watching, WatchingNodes);

        public override string ToString() => $"Stats(watching={Watching}, watchingNodes={WatchingNodes}, " +
            $"watchingRefs=[{string.Join(", ", WatchingRefs.Select(r => $"{r.Item2.Path.Name}-> {r.Item1.Path.Name}"))}], " +
            $"watchingAddresses=[{string.Join(",", WatchingAddresses)}])";
    }
}
