using System.Collections.Immutable;
using AkkaClip.Actors.Training;
using AkkaClip.Collectives;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>Links over which a state comes when a test lets it.</summary>
internal sealed class SlowLinks(ITrainerLinks inner) : ITrainerLinks
{
    private readonly TaskCompletionSource _asked = new(), _come = new();

    public string Endpoint => inner.Endpoint;

    public ICollectiveMember Join(Generation generation, TrainerId trainer, ImmutableArray<string> endpoints) => inner.Join(generation, trainer, endpoints);

    public IDisposable Offer(string name, IReadOnlyList<ReadOnlyMemory<byte>> blocks) => inner.Offer(name, blocks);

    public void Take(string name, IReadOnlyList<string> endpoints, IReadOnlyList<Memory<byte>> blocks)
    {
        _asked.TrySetResult();
        _come.Task.GetAwaiter().GetResult();
        inner.Take(name, endpoints, blocks);
    }

    /// <summary>Waits until a state is asked for.</summary>
    public bool AwaitAsked(TimeSpan patience) => _asked.Task.Wait(patience);

    /// <summary>Lets it come.</summary>
    public void Come() => _come.TrySetResult();

    public void Forget(RunId run) => inner.Forget(run);
}
