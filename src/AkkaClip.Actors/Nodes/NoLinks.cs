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

    public void Forget(RunId run)
    {
    }
}
