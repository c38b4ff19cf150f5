namespace Akka.Cluster;

/// <summary>A leader's changes.</summary>
/// <param name="Gossip">The members after them; the leader has still to stamp it with its version.</param>
/// <param name="Changed">Members in their new status.</param>
/// <param name="RemovedUnreachable">Members removed that were down or exiting and cannot be reached.</param>
/// <param name="RemovedExiting">Members removed that confirmed their exit.</param>
internal sealed record LeaderDecision(
    Gossip Gossip,
    ImmutableSortedSet<Member> Changed,
    ImmutableHashSet<Member> RemovedUnreachable,
    ImmutableHashSet<UniqueAddress> RemovedExiting);
