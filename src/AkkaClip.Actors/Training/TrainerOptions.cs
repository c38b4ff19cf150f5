using AkkaClip.Core.Membership;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Actors.Training;

/// <summary>What a trainer needs to know of its run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Id">The trainer's own; ranks follow the order of ids.</param>
/// <param name="Threads">Compute threads of the replica; 0: one a core.</param>
/// <param name="Batches">Who computes which positions.</param>
/// <param name="PrefetchBatches">Batches made ahead.</param>
/// <param name="LoaderTimeout">Silence after which a loader is replaced.</param>
public sealed record TrainerOptions(
    RunId Run, TrainerId Id, int Threads, BatchPlan Batches, int PrefetchBatches, TimeSpan LoaderTimeout);
