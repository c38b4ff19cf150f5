namespace AkkaClip.App.Nodes;

/// <summary>Whether a node can start with what was found.</summary>
internal enum FindingKind { Fine, Warning, Refusal }
