using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Actors.Loading;
using AkkaClip.Actors.Nodes;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Runs;

/// <summary>The nodes of role data, and which runs each of them serves, refuses or is yet to be asked to serve.</summary>
internal sealed class LoaderPool
{
    private readonly SortedDictionary<string, Node> _nodes = new(StringComparer.Ordinal);

    private sealed record Node(IActorRef Agent, string Endpoint, ImmutableArray<NodeAgent.ServedRun> Serves, ImmutableHashSet<RunId> Refuses);

    /// <summary>Someone who can open a run's data; null: no such node is there.</summary>
    public IActorRef? Any => _nodes.Values.FirstOrDefault()?.Agent;

    /// <summary>A node says what it serves; returns whether that is news.</summary>
    public bool Offer(NodeAgent.NodeOffer offer, IActorRef agent)
    {
        if (offer.BatchEndpoint is not { } endpoint)
            return false;
        var isKnown = _nodes.TryGetValue(offer.Node, out var known) && known.Agent.Equals(agent);
        _nodes[offer.Node] = new Node(agent, endpoint, offer.Serves, isKnown ? known!.Refuses : []);
        return !isKnown || !known!.Serves.SequenceEqual(offer.Serves);
    }

    public bool Remove(IActorRef agent) =>
        _nodes.FirstOrDefault(node => node.Value.Agent.Equals(agent)).Key is { } name && _nodes.Remove(name);

    /// <summary>A node cannot use the run's data; it is not asked again before it is started anew. Returns whether that is news.</summary>
    public bool Refuse(RunId run, string node)
    {
        if (!_nodes.TryGetValue(node, out var known) || known.Refuses.Contains(run))
            return false;
        _nodes[node] = known with { Refuses = known.Refuses.Add(run) };
        return true;
    }

    /// <summary>A run is over; another one of its name is another one.</summary>
    public void Forget(RunId run)
    {
        foreach (var (name, node) in _nodes.ToList())
            _nodes[name] = node with { Refuses = node.Refuses.Remove(run) };
    }

    /// <summary>Nodes that serve a run, in the order of their names.</summary>
    public ImmutableArray<LoaderAddress> Serving(NodeAgent.ServedRun run) =>
        [.. _nodes.Where(node => node.Value.Serves.Contains(run)).Select(node => new LoaderAddress(node.Key, node.Value.Endpoint))];

    /// <summary>Nodes that neither serve a run nor refuse to.</summary>
    public ImmutableArray<IActorRef> Idle(NodeAgent.ServedRun run) =>
        [.. _nodes.Values.Where(node => !node.Serves.Contains(run) && !node.Refuses.Contains(run.Run)).Select(node => node.Agent)];
}
