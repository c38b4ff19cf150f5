using AkkaClip.Collectives.Bulk;

namespace AkkaClip.Actors.Loading;

/// <summary>How batches travel between this node and others.</summary>
/// <param name="Client">Asks for the trainers of this node.</param>
/// <param name="Server">Answers the trainers of others; null: this node is not of role data.</param>
/// <param name="Endpoint">Where others find the server.</param>
/// <param name="Budget">What the batches that are made or sent here may take, of all runs and trainers together.</param>
public sealed record BatchPlane(BulkClient Client, BulkServer? Server, string Endpoint, ByteBudget Budget);
