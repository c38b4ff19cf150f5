using System.Collections.Immutable;
using AkkaClip.Collectives;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Training;

/// <summary>How the trainers of one node reach those of a generation, wherever they are. Any thread may call.</summary>
public interface ITrainerLinks
{
    /// <summary>Where others find the trainers of this node; of meaning to other links of the same kind alone.</summary>
    string Endpoint { get; }

    /// <summary>Joins a generation's links. Does not wait for the other members.</summary>
    /// <param name="endpoints">Of every member, by rank.</param>
    /// <exception cref="InvalidOperationException">The generation is over, or the trainer is no member of it or has joined.</exception>
    ICollectiveMember Join(Generation generation, TrainerId trainer, ImmutableArray<string> endpoints);

    /// <summary>Forgets a run that is over here, and fails what is left of it.</summary>
    void Forget(RunId run);
}
