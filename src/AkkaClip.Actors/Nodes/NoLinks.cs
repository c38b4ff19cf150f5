using System.Collections.Immutable;
using AkkaClip.Actors.Training;
using AkkaClip.Collectives;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Nodes;

/// <summary>The links of a node that hosts no trainers.</summary>
internal sealed class NoLinks : ITrainerLinks
{
    public string Endpoint => "";

    public ICollectiveMember Join(Generation generation, TrainerId trainer, ImmutableArray<string> endpoints) =>
        throw new InvalidOperationException($"This node hosts no trainers, and {trainer} is none of its own.");

    public IDisposable Offer(string name, IReadOnlyList<ReadOnlyMemory<byte>> blocks) => throw new InvalidOperationException("This node has no state to offer.");

    public void Take(string name, IReadOnlyList<string> endpoints, IReadOnlyList<Memory<byte>> blocks) => throw new InvalidOperationException("This node takes no state.");

    public void Forget(RunId run)
    {
    }
}
