namespace Akka.Cluster.SBR;

/// <param name="size">The members a side needs to live.</param>
/// <param name="role">Which members count; null for all.</param>
public sealed class StaticQuorumSettings(int size, string role)
{
    public int Size { get; } = size;

    public string Role { get; } = role;
}
