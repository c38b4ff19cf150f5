namespace Akka.Cluster.SBR;

/// <param name="downIfAlone">Whether the oldest goes where it is cut off from all others.</param>
/// <param name="role">Which members count; null for all.</param>
public sealed class KeepOldestSettings(bool downIfAlone, string role)
{
    public bool DownIfAlone { get; } = downIfAlone;

    public string Role { get; } = role;
}
