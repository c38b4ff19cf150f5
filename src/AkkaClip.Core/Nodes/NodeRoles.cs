using System.Collections.Immutable;

namespace AkkaClip.Core.Nodes;

/// <summary>What a node may do in a cluster; the names are those of the cluster members' roles.</summary>
public static class NodeRoles
{
    /// <summary>May hold the registry of runs and their coordinators; needs the database.</summary>
    public const string Control = "control";

    /// <summary>Lends its devices to runs, one trainer each.</summary>
    public const string Trainer = "trainer";

    /// <summary>Serves batches to trainers, its own and others'.</summary>
    public const string Data = "data";

    /// <summary>Evaluates checkpoints.</summary>
    public const string Evaluator = "evaluator";

    public static ImmutableArray<string> All { get; } = [Control, Trainer, Data, Evaluator];
}
