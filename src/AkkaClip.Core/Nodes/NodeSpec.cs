using System.Collections.Immutable;
using AkkaClip.Core.Runs;

namespace AkkaClip.Core.Nodes;

/// <summary>Everything that defines a node of a cluster: who it is, what it lends, and where the others find it.</summary>
public sealed record NodeSpec
{
    /// <summary>Unique in the cluster: small letters, digits and '-'. Trainers and endpoints are named by it.</summary>
    public required string Name { get; init; }

    /// <summary>Of <see cref="NodeRoles"/>, one or more.</summary>
    public required ImmutableArray<string> Roles { get; init; }

    /// <summary>One trainer each, of role trainer: cpu, cuda:0. A device may be named more than once.</summary>
    public required ImmutableArray<string> Devices { get; init; }

    /// <summary>Compute threads of a trainer on a CPU; 0: the machine's cores divided by the trainers on CPUs.</summary>
    public required int TrainerThreads { get; init; }

    /// <summary>
    /// Folder of the runs, the same one on all nodes: checkpoints, metrics, reports. The relative
    /// <see cref="RunSpec.Directory"/> of a run that was given to the cluster is relative to it.
    /// </summary>
    public required string RunsDirectory { get; init; }

    /// <summary>What all nodes of a cluster know and nobody else; proven on every link of the data plane.</summary>
    public required SecretText Secret { get; init; }
    public required ClusterSpec Cluster { get; init; }
    public required DataPlaneSpec DataPlane { get; init; }
    public required PersistenceSpec Persistence { get; init; }

    /// <summary>Null: the node cannot be looked into with <c>pbm</c>.</summary>
    public PbmSpec? Pbm { get; init; }

    /// <summary>How long a new coordinator waits for the trainers' reports before it decides with those it has.</summary>
    public required TimeSpan RollCall { get; init; }

    /// <summary>How long a generation waits for trainers that are being restarted; then it starts without them.</summary>
    public required TimeSpan RestartGrace { get; init; }

    /// <summary>Of role data: batches that are made or sent at a time, in MiB.</summary>
    public required int LoaderMegabytes { get; init; }

    /// <summary>How often a node tells the registry what it lends.</summary>
    public required TimeSpan NodeOfferInterval { get; init; }

    public bool Has(string role) => Roles.Contains(role);

    /// <summary>Compute threads of one trainer on a CPU.</summary>
    /// <param name="numCores">Of the machine.</param>
    public int ThreadsPerTrainer(int numCores) =>
        TrainerThreads > 0 ? TrainerThreads : Math.Max(1, numCores / Math.Max(1, Devices.Count(device => device == "cpu")));

    /// <summary>Whether a text is host:port, with a port that can be connected to.</summary>
    public static bool IsEndpoint(string text) => NodeSpecValidator.IsEndpoint(text);

    /// <summary>Every value out of its range, with its HOCON path; empty: the node may start.</summary>
    public ImmutableArray<SpecError> Validate() => NodeSpecValidator.Validate(this);
}
