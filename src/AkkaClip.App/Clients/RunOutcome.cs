using AkkaClip.Actors.Progress;

namespace AkkaClip.App.Clients;

/// <summary>How a run of a cluster ended.</summary>
/// <param name="State">One of the final ones.</param>
/// <param name="Reason">Why, in words for operators.</param>
/// <param name="CheckpointFolder">Of its newest checkpoint; null: not known here.</param>
internal sealed record RunOutcome(RunState State, string Reason, string? CheckpointFolder);
