using AkkaClip.Collectives.Links;
using AkkaClip.Collectives.Sockets;
using AkkaClip.Core.Membership;

namespace AkkaClip.Collectives.Tests.Sockets;

/// <summary>Groups over real sockets, each member with a listener of its own as if it were a node.</summary>
internal sealed class SocketCluster(DataPlaneOptions links) : IDisposable
{
    private static readonly RunId s_run = new("run");

    private readonly List<IDisposable> _owned = [];

    public ICollectiveMember[] Connect(int worldSize, SocketGroupOptions options, int generationNumber = 1)
    {
        var listeners = Enumerable.Range(0, worldSize).Select(_ => Own(new DataPlaneListener(links))).ToArray();
        var generation = Generation.Of(s_run, generationNumber, 0, Enumerable.Range(0, worldSize).Select(Trainer));
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
