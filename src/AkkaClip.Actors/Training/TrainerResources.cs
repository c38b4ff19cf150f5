using AkkaClip.Collectives.InProcess;

namespace AkkaClip.Actors.Training;

/// <summary>What the trainers of one process work with.</summary>
public sealed record TrainerResources(IRunParts Parts, InProcessHub Hub, SnapshotShelf Snapshots, TimeProvider Time);
