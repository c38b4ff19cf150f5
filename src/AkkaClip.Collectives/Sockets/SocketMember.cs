using System.Collections.Immutable;
using System.Text;
using AkkaClip.Collectives.Frames;
using AkkaClip.Collectives.Links;
using AkkaClip.Core.Exchange;
using AkkaClip.Core.Membership;

namespace AkkaClip.Collectives.Sockets;

/// <summary>
/// One member of a group over sockets: numbers its operations, agrees on them with its neighbours, and hands what arrives
/// to the operation that it is for. The first failure ends the group, and is told to everybody.
/// </summary>
internal sealed class SocketMember : ICollectiveMember, IFrameReceiver
{
    private readonly Generation _generation;
    private readonly SocketGroupOptions _options;
    private readonly ITopology _topology;
    private readonly Mesh _mesh;

    /// <summary>Called here, and not done.</summary>
    private readonly Dictionary<long, SocketOperation> _open = [];

    /// <summary>Called by a neighbour, and not here yet: by number, what each of them called.</summary>
    private readonly Dictionary<long, List<(int Peer, long Step, string Description)>> _awaited = [];
    private long _numCalls;
    private long _step;
    private (int? Rank, string Reason, Exception? Inner)? _failure;

    /// <param name="hosts">Which members share a host.</param>
    public SocketMember(Generation generation, TrainerId self, HostLayout hosts, DataPlaneListener listener, SocketGroupOptions options)
    {
        _generation = generation;
        _options = options;
        Rank = generation.RankOf(self)!.Value;
        _topology = Choose(hosts, options);
        Neighbours = _topology.NeighboursOf(Rank);
        Slots = new SlotPool(options.ChunkBytes);
        var settings = _topology is HostTopology ? $"{options.Describe()}, hosts {hosts}" : options.Describe();
        _mesh = new Mesh(generation, self, Neighbours, listener, settings, options, this);
    }

    public int Rank { get; }

    public int WorldSize => _generation.WorldSize;

    /// <summary>Guards this member's state and that of its operations.</summary>
    public object Gate { get; } = new();

    /// <summary>The ranks that this one is linked to.</summary>
    public IReadOnlyList<int> Neighbours { get; }

    public SlotPool Slots { get; }

    public void Open(IReadOnlyDictionary<TrainerId, DataPlaneEndpoint> endpoints) => _mesh.Open(endpoints);

    public void BeginStep(long number)
    {
        lock (Gate)
            _step = number;
    }

    public ICollectiveOperation AllGather(ReadOnlyMemory<float> shard, Memory<float> all, ImmutableArray<int> shardLengths)
    {
        ShardLengths.Check(WorldSize, Rank, shard.Length, all.Length, shardLengths);
        var parts = ChunkedParts.Of(shardLengths, _options.ChunkBytes / sizeof(float));
        shard.CopyTo(all.Slice(shardLengths.AsSpan()[..Rank].ToArray().Sum(), shard.Length));
        return Post(number => _topology.Gather(this, number, $"AllGather of [{string.Join(", ", shardLengths)}] floats", all, parts));
    }

    public ICollectiveOperation AllReduceSum(Memory<float> buffer) =>
        Reduce($"AllReduceSum of {buffer.Length} floats", [buffer], buffer, [.. Enumerable.Repeat(1, WorldSize)], WireOf(buffer.Length), inOrder: false);

    public ICollectiveOperation ReduceScatterSum(Memory<float> buffer, ImmutableArray<int> partLengths)
    {
        ShardLengths.Check(WorldSize, Rank, null, buffer.Length, partLengths);
        var parts = ChunkedParts.Of(partLengths, _options.ChunkBytes / sizeof(float));
        var call = new ReduceCall(
            $"ReduceScatterSum of [{string.Join(", ", partLengths)}] floats", [buffer], buffer, [.. Enumerable.Repeat(1, WorldSize)], WireOf(buffer.Length), IsScatter: true, InOrder: false);
        return Post(number => _topology.Reduce(this, number, parts, call));
    }

    public ICollectiveOperation AllReduceSum(ImmutableArray<Memory<float>> contributions, Memory<float> sum, ImmutableArray<int> numContributions)
    {
        Contributions.Check(WorldSize, Rank, contributions, sum.Length, numContributions);
        return _topology is RingTopology
            ? Gather(contributions, sum, numContributions)
            : Reduce(Contributions.Describe(sum.Length, numContributions), contributions, sum, numContributions, WireFormat.Float32, inOrder: true);
    }

    public ICollectiveOperation Broadcast(Memory<byte> buffer, int root)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(root);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(root, WorldSize);
        return Post(number => _topology.Broadcast(this, number, $"Broadcast of {buffer.Length} bytes from rank {root}", buffer, root, _options.ChunkBytes));
    }

    public void Fail(int rank, string reason)
    {
        Fault(rank, $"rank {rank} failed: {reason}", null);
        _mesh.AwaitQuiet();
    }

    public void Dispose()
    {
        Fault(Rank, $"rank {Rank} left the group", null);
        _mesh.AwaitQuiet();
    }

    /// <summary>Waits for an operation.</summary>
    /// <exception cref="CollectiveFailedException">The group failed before it was done.</exception>
    public void Complete(SocketOperation operation)
    {
        lock (Gate)
        {
            while (!operation.IsDone && _failure is null)
                Monitor.Wait(Gate);
            if (operation.IsDone)
                return;
        }
        // A peer that was answered may leave before the thread that answered it has noted so: that was the operation's end, not its failure.
        var failure = Failure();
        lock (Gate)
        {
            if (!operation.IsDone)
                throw failure;
        }
    }

    /// <summary>Under the lock: an operation is done.</summary>
    public void Finished(SocketOperation operation)
    {
        _open.Remove(operation.Number);
        Monitor.PulseAll(Gate);
    }

    /// <summary>Under the lock: queues a frame of an operation.</summary>
    public void Send(int peer, FrameKind kind, SocketOperation operation, int part, int chunk) =>
        _mesh.Link(peer, chunk).Send(new OutgoingFrame(_mesh.Stamp.Header(kind, operation.Step, operation.Number, part, chunk), default, operation));

    public Span<byte> Place(FrameLink link, in FrameHeader header, Staging staging) => header.Kind switch
    {
        FrameKind.Announce or FrameKind.Abort => staging.Take(header.Length),
        _ => Find(header).Place(link.Peer, header, staging),
    };

    public void Received(FrameLink link, in FrameHeader header, Span<byte> payload)
    {
        switch (header.Kind)
        {
            case FrameKind.Announce:
                Announced(link.Peer, header, Encoding.UTF8.GetString(payload));
                break;
            case FrameKind.Abort:
                Fault(header.Chunk < 0 ? null : header.Chunk, Encoding.UTF8.GetString(payload), null);
                break;
            default:
                Find(header).Received(link.Peer, header, payload);
                break;
        }
    }

    public void Broken(FrameLink link, string reason, Exception cause)
    {
        if (cause is CollectiveFailedException own)
            Fault(own.PeerRank, own.Message, own.InnerException);
        else
            Fault(link.Peer, $"rank {link.Peer} ({_generation.Members[link.Peer]}) {reason}", cause);
    }

    private SocketOperation Reduce(string description, ImmutableArray<Memory<float>> own, Memory<float> sum, ImmutableArray<int> termsPerRank, WireFormat wire, bool inOrder)
    {
        const int Alignment = 16;
        var parts = ChunkedParts.Equal(sum.Length, WorldSize, Alignment, _options.ChunkBytes / sizeof(float));
        var call = new ReduceCall(description, own, sum, termsPerRank, wire, IsScatter: false, inOrder);
        return Post(number => _topology.Reduce(this, number, parts, call));
    }

    private static ITopology Choose(HostLayout hosts, SocketGroupOptions options) =>
        options.ByHost && hosts.HasLevels && hosts.NumHosts <= options.MaxDirectMembers ? new HostTopology(hosts)
        : hosts.WorldSize <= options.MaxDirectMembers ? new DirectTopology(hosts.WorldSize)
        : new RingTopology(hosts.WorldSize);

    /// <summary>On a ring a part is summed as it goes round, which is not the order of the contributions.</summary>
    private GatheredSum Gather(ImmutableArray<Memory<float>> own, Memory<float> sum, ImmutableArray<int> numContributions)
    {
        var all = new float[checked(numContributions.Sum() * sum.Length)];
        var mine = new float[own.Length * sum.Length];
        for (var i = 0; i < own.Length; i++)
            own[i].Span.CopyTo(mine.AsSpan(i * sum.Length));
        return new GatheredSum(AllGather(mine, all, [.. numContributions.Select(count => count * sum.Length)]), all, sum);
    }

    /// <summary>What does not travel is not rounded.</summary>
    private WireFormat WireOf(int numFloats) => WorldSize == 1 ? WireFormat.Float32 : _options.WireOf(numFloats);

    private SocketOperation Post(Func<long, SocketOperation> create)
    {
        lock (Gate)
        {
            if (_failure is null)
            {
                var operation = create(_numCalls++);
                operation.Step = _step;
                try
                {
                    return Begin(operation);
                }
                catch (CollectiveFailedException own)
                {
                    Fault(own.PeerRank, own.Message, own.InnerException); // a buffer that was used at once
                }
            }
        }
        throw Failure();
    }

    private SocketOperation Begin(SocketOperation operation)
    {
        _open.Add(operation.Number, operation);
        operation.Begin();
        if (Neighbours.Count == 0)
            return operation;
        if (_options.Common.ArrivalTimeout is var patience && patience > TimeSpan.Zero)
            operation.ArrivalTimer = _options.Common.TimeProvider.CreateTimer(_ => FailMissing(operation), null, patience, Timeout.InfiniteTimeSpan);
        var announce = new OutgoingFrame(_mesh.Stamp.Header(FrameKind.Announce, operation.Step, operation.Number), Encoding.UTF8.GetBytes(operation.Description));
        foreach (var peer in Neighbours)
            _mesh.Link(peer, 0).Send(announce, isUrgent: true);
        if (_awaited.Remove(operation.Number, out var early))
        {
            foreach (var (peer, step, description) in early)
                Match(operation, peer, step, description);
        }
        return operation;
    }

    private void Announced(int peer, in FrameHeader header, string description)
    {
        var (number, step) = (header.Operation, header.Step);
        lock (Gate)
        {
            if (_open.TryGetValue(number, out var operation))
                Match(operation, peer, step, description);
            else if (number < _numCalls)
                throw new InvalidDataException($"announced operation {number} again");
            else if (_awaited.TryGetValue(number, out var early))
                early.Add((peer, step, description));
            else
                _awaited[number] = [(peer, step, description)];
        }
    }

    private void Match(SocketOperation operation, int peer, long step, string description)
    {
        if (step == operation.Step && description == operation.Description)
            operation.PeerArrived(peer);
        else
            Fault(peer, $"members disagree: operation {operation.Number} is {description} of step {step} at rank {peer}, and {operation.Description} of step {operation.Step} at rank {Rank}", null);
    }

    private SocketOperation Find(in FrameHeader header)
    {
        lock (Gate)
        {
            return _open.TryGetValue(header.Operation, out var operation) && operation.Step == header.Step
                ? operation
                : throw new InvalidDataException($"sent {header.Kind} of operation {header.Operation} of step {header.Step}, which is not under way");
        }
    }

    private void FailMissing(SocketOperation operation)
    {
        int missing;
        lock (Gate)
        {
            if (operation.IsDone || operation.Missing.Count == 0)
                return;
            missing = operation.Missing[0];
        }
        Fault(missing, $"rank {missing} did not come to operation {operation.Number}, {operation.Description}, within {_options.Common.ArrivalTimeout}", null);
    }

    /// <summary>Fails the group: here at once, elsewhere as soon as a frame gets there. Does not wait.</summary>
    private void Fault(int? rank, string reason, Exception? inner)
    {
        lock (Gate)
        {
            if (_failure is not null)
                return;
            _failure = (rank, reason, inner);
            foreach (var operation in _open.Values)
                operation.ArrivalTimer?.Dispose();
            _mesh.End(new OutgoingFrame(_mesh.Stamp.Header(FrameKind.Abort, chunk: rank ?? -1), Limit(reason)));
            Monitor.PulseAll(Gate);
        }
    }

    private byte[] Limit(string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(reason);
        return bytes.Length <= _options.ChunkBytes ? bytes : bytes[.._options.ChunkBytes];
    }

    /// <summary>The failure, when no buffer of this member is in use any more.</summary>
    private CollectiveFailedException Failure()
    {
        _mesh.AwaitQuiet();
        return new CollectiveFailedException(_failure!.Value.Reason, _failure.Value.Rank, _failure.Value.Inner);
    }
}
