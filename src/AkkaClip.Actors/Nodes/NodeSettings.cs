using System.Collections.Immutable;
using AkkaClip.Actors.Loading;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Pool;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Nodes;

/// <summary>What a node offers to the runs of its cluster, and what it makes them from.</summary>
public sealed record NodeSettings
{
    /// <summary>Names the node, and its trainers after it.</summary>
    public required string Name { get; init; }

    /// <summary>One for each trainer that it may host at a time: cpu, cuda:0, or <see cref="DeviceRule.Any"/>.</summary>
    public required ImmutableArray<string> Devices { get; init; }

    /// <summary>Whether it evaluates checkpoints.</summary>
    public required bool Evaluates { get; init; }

    /// <summary>Compute threads of a trainer where the run does not say; 0: the machine's cores over the trainers of the run here.</summary>
    public int TrainerThreads { get; init; }

    /// <summary>Opens a run's data and resolves its model. Throws what the user is told.</summary>
    public required Func<RunSpec, IRunParts> CreateParts { get; init; }

    /// <summary>How its trainers reach others.</summary>
    public required ITrainerLinks Links { get; init; }

    /// <summary>How batches reach its trainers, and leave it; null: its trainers make their own.</summary>
    public BatchPlane? Batches { get; init; }

    /// <summary>Whether it makes batches for others.</summary>
    public bool ServesBatches => Batches?.Server is not null;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A loader that is silent for so long is replaced.</summary>
    public TimeSpan LoaderTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often the node repeats its offer, so that a new registry learns of it.</summary>
    public TimeSpan OfferInterval { get; init; } = TimeSpan.FromSeconds(1);
}
