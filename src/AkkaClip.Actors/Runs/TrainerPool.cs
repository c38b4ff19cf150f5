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

    private sealed record Node(IActorRef Agent, ImmutableArray<string> Devices, bool Evaluates)
    {
        public bool Trains => !Devices.IsEmpty;
    }

    public ImmutableArray<string> Devices => [.. _nodes.Values.SelectMany(node => node.Devices)];

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

        _nodes[offer.Node] = new Node(agent, offer.Devices, offer.Evaluates);
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

    /// <summary>Gives every run its share. Slots that a run has it keeps; new ones come from the nodes that have most left.</summary>
    /// <returns>Trainers to host, and trainers that a run has to give back: those stay its own until it has.</returns>
    public (ImmutableArray<(RunId Run, TrainerId Trainer)> Host, ImmutableArray<(RunId Run, TrainerId Trainer)> Retire) Assign(ImmutableArray<PoolDemand> demands)
    {
        var shares = demands
            .GroupBy(demand => DeviceRule.KindOf(demand.Device))
            .SelectMany(kind => PoolRule.Share(
                [.. kind.Select(demand => demand with { Maximum = Math.Min(demand.Maximum, NumUsable(demand)) })],
                Devices.Count(device => DeviceRule.Serves(device, kind.Key))))
            .ToDictionary();
        var host = ImmutableArray.CreateBuilder<(RunId, TrainerId)>();
        var retire = ImmutableArray.CreateBuilder<(RunId, TrainerId)>();
        foreach (var demand in demands)
        {
            var own = TrainersOf(demand.Run);
            retire.AddRange(own.Skip(shares[demand.Run]).Select(trainer => (demand.Run, trainer)));
            for (var missing = shares[demand.Run] - own.Length; missing > 0 && NextFree(demand) is { } slot; missing--)
            {
                _taken[slot.Trainer] = (demand.Run, slot.Node);
                host.Add((demand.Run, slot.Trainer));
            }
        }

        return (host.ToImmutable(), retire.ToImmutable());
    }

    /// <summary>The device of a slot, whether it is taken or not.</summary>
    public string DeviceOf(TrainerId trainer)
    {
        var slot = _taken[trainer];
        return _nodes[slot.Node].Devices[SlotOf(trainer)];
    }

    private int NumUsable(PoolDemand demand) => _nodes.Sum(node => _spent.Contains((demand.Run, node.Key))
        ? _taken.Values.Count(slot => slot == (demand.Run, node.Key))
        : node.Value.Devices.Count(device => DeviceRule.Serves(device, demand.Device)));

    private (TrainerId Trainer, string Node)? NextFree(PoolDemand demand)
    {
        var free =
            from node in _nodes
            where !_spent.Contains((demand.Run, node.Key))
            let numTaken = _taken.Values.Count(slot => slot.Node == node.Key)
            from number in Enumerable.Range(0, node.Value.Devices.Length)
            where DeviceRule.Serves(node.Value.Devices[number], demand.Device)
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
