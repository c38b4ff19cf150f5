using System.Collections.Immutable;
using AkkaClip.Collectives;
using AkkaClip.Collectives.InProcess;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Training;

/// <summary>Links between trainers of this process alone.</summary>
public sealed class InProcessLinks(InProcessHub hub) : ITrainerLinks
{
    public string Endpoint => "in-process";

    public ICollectiveMember Join(Generation generation, TrainerId trainer, ImmutableArray<string> endpoints) => hub.Join(generation, trainer);

    public void Forget(RunId run) => hub.Remove(run);
}
