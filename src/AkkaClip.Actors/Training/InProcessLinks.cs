using System.Collections.Concurrent;
using System.Collections.Immutable;
using AkkaClip.Collectives;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Collectives.InProcess;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Training;

/// <summary>Links between trainers of this process alone.</summary>
public sealed class InProcessLinks(InProcessHub hub) : ITrainerLinks
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>> _offers = new();

    public string Endpoint => "in-process";

    public ICollectiveMember Join(Generation generation, TrainerId trainer, ImmutableArray<string> endpoints) => hub.Join(generation, trainer);

    public IDisposable Offer(string name, IReadOnlyList<ReadOnlyMemory<byte>> blocks) => _offers.TryAdd(name, blocks)
        ? new Offered(() => _offers.TryRemove(name, out _))
        : throw new InvalidOperationException($"A state {name} is offered already.");

    /// <inheritdoc/>
    /// <remarks>From memory to memory: there is nothing on the way to compare by hash.</remarks>
    public void Take(string name, IReadOnlyList<string> endpoints, IReadOnlyList<Memory<byte>> blocks)
    {
        if (!_offers.TryGetValue(name, out var offered))
            throw new BulkFailedException($"no state {name} is offered");
        if (!offered.Select(block => block.Length).SequenceEqual(blocks.Select(block => block.Length)))
            throw new BulkFailedException($"state {name} is laid out otherwise");
        foreach (var (from, to) in offered.Zip(blocks))
            from.CopyTo(to);
    }

    public void Forget(RunId run) => hub.Remove(run);

    private sealed class Offered(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
