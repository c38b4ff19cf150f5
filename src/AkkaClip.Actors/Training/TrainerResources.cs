using Akka.Actor;
using AkkaClip.Data.Batches;

namespace AkkaClip.Actors.Training;

/// <summary>What a trainer works with.</summary>
/// <param name="Parts">The run's data and model.</param>
/// <param name="Links">How it reaches other trainers.</param>
/// <param name="Shelf">Where it leaves copies of its state.</param>
/// <param name="Writer">Who writes those copies: a <see cref="Checkpoints.CheckpointWriter"/>.</param>
/// <param name="Time">The clock.</param>
internal sealed record TrainerResources(IRunParts Parts, ITrainerLinks Links, SnapshotShelf Shelf, IActorRef Writer, TimeProvider Time)
{
    /// <summary>Opens the trainer's loader; see <see cref="DataLoader.Props"/>.</summary>
    public Func<Action<string>, IBatchLoader> OpenLoader { get; init; } = _ => Parts.CreateLoader();
}
