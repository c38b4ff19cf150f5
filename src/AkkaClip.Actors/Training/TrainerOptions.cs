using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Actors.Training;

/// <summary>What a trainer needs to know of its run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Id">The trainer's own; ranks follow the order of ids.</param>
/// <param name="Device">Where the replica computes: cpu, cuda, cuda:1.</param>
/// <param name="Threads">Compute threads of the replica.</param>
/// <param name="Batches">Who computes which positions.</param>
/// <param name="PrefetchBatches">Batches made ahead.</param>
/// <param name="LoaderTimeout">Silence after which a loader is replaced.</param>
public sealed record TrainerOptions(
    RunId Run, TrainerId Id, string Device, int Threads, BatchPlan Batches, int PrefetchBatches, TimeSpan LoaderTimeout)
{
    /// <param name="device">The trainer's own.</param>
    /// <param name="numThreads">Compute threads where the run names none.</param>
    public static TrainerOptions Of(RunSpec spec, TrainerId id, string device, int numThreads, TimeSpan loaderTimeout) => new(
        new RunId(spec.Name),
        id,
        device,
        spec.Trainers.Threads > 0 ? spec.Trainers.Threads : numThreads,
        new BatchPlan(spec.Training.GlobalBatch, spec.Training.LogicalShards),
        spec.Data.PrefetchBatches,
        loaderTimeout);
}
