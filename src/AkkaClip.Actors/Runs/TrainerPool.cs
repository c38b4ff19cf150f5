using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using AkkaClip.Actors.Nodes;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Pool;

namespace AkkaClip.Actors.Runs;

/// <summary>The nodes that offer themselves, their slots, and which run has which.</summary>
internal sealed class TrainerPool
{
    private readonly SortedDictionary<string, Node> _nodes = new(StringComparer.Ordinal);

    /// <summary>Slots of runs, with the node that has them.</summary>
    private readonly SortedDictionary<TrainerId, (RunId Run, string Node)> _taken = [];

    /// <summary>Nodes on which trainers of a run were given up: the run gets no new ones there.</summary>
    private readonly HashSet<(RunId Run, string Node)> _spent = [];

    private sealed record Node(IActorRef Agent, ImmutableArray<string> Devices, bool Evaluates, bool IsLeaving)
    {
        /// <summary>What it lends to runs: a node that leaves, nothing any more.</summary>
        public ImmutableArray<string> Lent => IsLeaving ? [] : Devices;

        public bool Trains => !Lent.IsEmpty;
    }

    public ImmutableArray<string> Devices => [.. _nodes.Values.SelectMany(node => node.Lent)];

    public IEnumerable<IActorRef> Agents => _nodes.Values.Select(node => node.Agent);

    /// <summary>Someone who can open a run's data; null: no node with trainers is there.</summary>
    public IActorRef? AnyTrainerNode => _nodes.Values.FirstOrDefault(node => node.Trains)?.Agent;

    /// <summary>Where to evaluate a run: on a node of that role, where there is none on one that trains it; null: on none.</summary>
    public IActorRef? EvaluatorFor(RunId run) => _nodes
        .Where(node => node.Value.Evaluates || node.Value.Trains)
        .OrderByDescending(node => node.Value.Evaluates)
        .ThenBy(node => node.Value.Devices.Length)
        .ThenBy(node => _taken.Values.Any(taken => taken.Node == node.Key && taken.Run == run) ? 0 : 1)
        .FirstOrDefault().Value?.Agent;

    /// <summary>A node says what it has and hosts; returns whether it is another one than was known by its name.</summary>
    public bool Offer(NodeAgent.NodeOffer offer, IActorRef agent)
    {
        var isNew = !_nodes.TryGetValue(offer.Node, out var known) || !known.Agent.Equals(agent);
        if (isNew)
        {
            Forget(offer.Node);
            foreach (var hosted in offer.Trainers)
                _taken[hosted.Trainer] = (hosted.Run, offer.Node);
        }

        _nodes[offer.Node] = new Node(agent, offer.Devices, offer.Evaluates, offer.IsLeaving);
        return isNew;
    }

    /// <summary>A node is gone, with all that it hosted.</summary>
    public bool Remove(IActorRef agent)
    {
        var name = _nodes.FirstOrDefault(node => node.Value.Agent.Equals(agent)).Key;
        if (name is null)
            return false;
        Forget(name);
        return true;
    }

    public ImmutableArray<TrainerId> TrainersOf(RunId run) => [.. _taken.Where(slot => slot.Value.Run == run).Select(slot => slot.Key)];

    public IActorRef? AgentOf(TrainerId trainer) => _taken.TryGetValue(trainer, out var slot) ? _nodes[slot.Node].Agent : null;

    /// <summary>The nodes that host trainers of a run.</summary>
    public ImmutableArray<IActorRef> AgentsOf(RunId run) =>
        [.. _taken.Values.Where(slot => slot.Run == run).Select(slot => slot.Node).Distinct().Select(node => _nodes[node].Agent)];

    /// <summary>Trainers that a run has on nodes which stay.</summary>
    public int NumHeld(RunId run) => Staying(run).Length;

    /// <summary>What a node hosts.</summary>
    public ImmutableArray<(RunId Run, TrainerId Trainer)> HostedBy(string node) =>
        [.. _taken.Where(slot => slot.Value.Node == node).Select(slot => (slot.Value.Run, slot.Key))];

    /// <summary>The node that hosts a trainer of a run.</summary>
    public string NodeOf(TrainerId trainer) => _taken[trainer].Node;

    /// <summary>What there is, by the nodes' names.</summary>
    /// <param name="own">The address of the actor system here, whose own actors have none.</param>
    public ImmutableArray<NodeStatus> Describe(Address own) =>
    [
        .. _nodes.Select(node => new NodeStatus(
            node.Key,
            (node.Value.Agent.Path.Address.HasLocalScope ? own : node.Value.Agent.Path.Address).ToString(),
            node.Value.Lent.Length,
            node.Value.Evaluates,
            [.. _taken.Where(slot => slot.Value.Node == node.Key).Select(slot => new NodeAgent.HostedTrainer(slot.Value.Run, slot.Key))])),
    ];

    /// <summary>A slot is free again.</summary>
    /// <param name="isSpent">The trainer was given up.</param>
    public void Free(RunId run, TrainerId trainer, bool isSpent)
    {
        if (_taken.Remove(trainer, out var slot) && isSpent)
            _spent.Add((run, slot.Node));
    }

    public void Free(RunId run)
    {
        foreach (var trainer in TrainersOf(run))
            _taken.Remove(trainer);
        _spent.RemoveWhere(spent => spent.Run == run);
    }

    /// <summary>
    /// Gives every run its share. Slots that a run has it keeps; new ones come from the nodes that have most left. What it has
    /// beyond its share it keeps, too, until others need it: its trainers may be the only ones to hold its state.
    /// </summary>
    /// <returns>Trainers to host, and trainers that a run has to give back: those stay its own until it has.</returns>
    public (ImmutableArray<(RunId Run, TrainerId Trainer)> Host, ImmutableArray<(RunId Run, TrainerId Trainer)> Retire) Assign(ImmutableArray<PoolDemand> demands)
    {
        var host = ImmutableArray.CreateBuilder<(RunId, TrainerId)>();
        var retire = ImmutableArray.CreateBuilder<(RunId, TrainerId)>();
        foreach (var kind in demands.GroupBy(demand => DeviceRule.KindOf(demand.Device)))
            Assign(kind.Key, [.. kind], host, retire);
        return (host.ToImmutable(), retire.ToImmutable());
    }

    /// <summary>As for all, among the runs that train on one kind of device.</summary>
    private void Assign(
        string device,
        ImmutableArray<PoolDemand> demands,
        ImmutableArray<(RunId, TrainerId)>.Builder host,
        ImmutableArray<(RunId, TrainerId)>.Builder retire)
    {
        var shares = PoolRule.Share(
            [.. demands.Select(demand => demand with { Maximum = Math.Min(demand.Maximum, NumUsable(demand)) })],
            Devices.Count(lent => DeviceRule.Serves(lent, device)));
        var numMissing = 0;
        foreach (var demand in demands)
        {
            var missing = Math.Max(0, shares[demand.Run] - NumHeld(demand.Run));
            for (; missing > 0 && NextFree(demand) is { } slot; missing--)
            {
                _taken[slot.Trainer] = (demand.Run, slot.Node);
                host.Add((demand.Run, slot.Trainer));
            }

            numMissing += missing;
        }

        foreach (var demand in demands.OrderBy(demand => demand.Priority))
        {
            var surplus = Staying(demand.Run).Skip(shares[demand.Run]).Take(numMissing).ToList();
            retire.AddRange(surplus.Select(trainer => (demand.Run, trainer)));
            numMissing -= surplus.Count;
        }
    }

    /// <summary>The device of a slot, whether it is taken or not.</summary>
    public string DeviceOf(TrainerId trainer)
    {
        var slot = _taken[trainer];
        return _nodes[slot.Node].Devices[SlotOf(trainer)];
    }

    private ImmutableArray<TrainerId> Staying(RunId run) => [.. TrainersOf(run).Where(trainer => !_nodes[_taken[trainer].Node].IsLeaving)];

    private int NumUsable(PoolDemand demand) => _nodes.Sum(node => _spent.Contains((demand.Run, node.Key))
        ? _taken.Values.Count(slot => slot == (demand.Run, node.Key))
        : node.Value.Lent.Count(device => DeviceRule.Serves(device, demand.Device)));

    private (TrainerId Trainer, string Node)? NextFree(PoolDemand demand)
    {
        var free =
            from node in _nodes
            where !_spent.Contains((demand.Run, node.Key))
            let numTaken = _taken.Values.Count(slot => slot.Node == node.Key)
            from number in Enumerable.Range(0, node.Value.Lent.Length)
            where DeviceRule.Serves(node.Value.Lent[number], demand.Device)
            let trainer = Name(node.Key, number)
            where !_taken.ContainsKey(trainer)
            orderby numTaken, node.Key, number
            select ((TrainerId, string)?)(trainer, node.Key);
        return free.FirstOrDefault();
    }

    private static TrainerId Name(string node, int slot) => new(string.Create(CultureInfo.InvariantCulture, $"{node}-{slot:D4}"));

    private static int SlotOf(TrainerId trainer) =>
        int.Parse(trainer.Value.AsSpan(trainer.Value.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture);

    private void Forget(string node)
    {
        _nodes.Remove(node);
        foreach (var trainer in _taken.Where(slot => slot.Value.Node == node).Select(slot => slot.Key).ToList())
            _taken.Remove(trainer);
        _spent.RemoveWhere(spent => spent.Node == node);
    }
}
