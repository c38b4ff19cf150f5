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

    /// <summary>Lets other trainers take a state from here, until the returned object is disposed of; that waits for who is at it.</summary>
    /// <param name="name">The same wherever the same state is offered, and offered once by one end.</param>
    /// <param name="blocks">The state. It must not change meanwhile.</param>
    IDisposable Offer(string name, IReadOnlyList<ReadOnlyMemory<byte>> blocks);

    /// <summary>Takes a state from all who offer it, and returns when it is there and found to be what they hold.</summary>
    /// <param name="endpoints">Of those who offer it; one that lives is enough.</param>
    /// <param name="blocks">Receive the state; their lengths are those of the state's.</param>
    /// <exception cref="Collectives.Bulk.BulkFailedException">Nobody has it any more, or what they have is of another layout.</exception>
    void Take(string name, IReadOnlyList<string> endpoints, IReadOnlyList<Memory<byte>> blocks);

    /// <summary>Forgets a run that is over here, and fails what is left of it.</summary>
    void Forget(RunId run);
}
