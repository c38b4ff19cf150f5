using AkkaClip.Collectives.Links;
using AkkaClip.Collectives.Sockets;
using AkkaClip.Core.Membership;

namespace AkkaClip.Collectives.Tests.Sockets;

/// <summary>Groups over real sockets, each member with a listener of its own as if it were a node.</summary>
internal sealed class SocketCluster(DataPlaneOptions links) : IDisposable
{
    private static readonly RunId s_run = new("run");

    private readonly List<IDisposable> _owned = [];

    /// <param name="hostOf">By rank: the name of its host; null: all are on this one.</param>
    public ICollectiveMember[] Connect(int worldSize, SocketGroupOptions options, Func<int, string>? hostOf = null)
    {
        var listeners = Enumerable.Range(0, worldSize)
            .Select(rank => Own(new DataPlaneListener(hostOf is null ? links : links with { HostId = hostOf(rank) }))).ToArray();
        var generation = Generation.Of(s_run, 1, 0, Enumerable.Range(0, worldSize).Select(Trainer));
        var endpoints = Enumerable.Range(0, worldSize).ToDictionary(Trainer, rank => listeners[rank].Endpoint);
        return [.. Enumerable.Range(0, worldSize).Select(rank => Own(SocketGroup.Join(generation, Trainer(rank), endpoints, listeners[rank], options)))];
    }

    public static TrainerId Trainer(int rank) => new($"trainer-{rank:00}");

    public T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    public void Dispose()
    {
        _owned.Reverse();
        _owned.ForEach(owned => owned.Dispose());
    }
}
