namespace Akka.Cluster;

/// <summary>Who has seen a gossip, and who cannot reach whom.</summary>
internal sealed class GossipOverview
{
    public GossipOverview() : this([], Reachability.Empty)
    {
    }

    public GossipOverview(Reachability reachability) : this([], reachability)
    {
    }

    public GossipOverview(ImmutableHashSet<UniqueAddress> seen, Reachability reachability)
    {
        Seen = seen;
        Reachability = reachability;
    }

    public ImmutableHashSet<UniqueAddress> Seen { get; }

    public Reachability Reachability { get; }

    public GossipOverview Copy(ImmutableHashSet<UniqueAddress> seen = null, Reachability reachability = null) =>
        new(seen ?? Seen, reachability ?? Reachability);

    public override string ToString() => $"GossipOverview(seen=[{string.Join(", ", Seen)}], reachability={Reachability})";
}
