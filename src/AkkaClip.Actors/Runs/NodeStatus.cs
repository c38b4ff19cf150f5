using System.Collections.Immutable;
using AkkaClip.Actors.Nodes;

namespace AkkaClip.Actors.Runs;

/// <summary>A node that lends something to runs.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Address">Of its actor system.</param>
/// <param name="NumSlots">Trainers that it may host; 0 where it gives them back.</param>
/// <param name="Evaluates">Whether it evaluates checkpoints.</param>
/// <param name="Trainers">Those of runs.</param>
public sealed record NodeStatus(string Node, string Address, int NumSlots, bool Evaluates, ImmutableArray<NodeAgent.HostedTrainer> Trainers);
