namespace Akka.Cluster;

/// <summary>
/// Where a member is in its life:
/// <code>
/// joining -> (weakly up ->) up -> leaving -> exiting -> removed
///    any of them but removed -> down -> removed
/// </code>
/// </summary>
public enum MemberStatus
{
    Joining = 0,
    Up = 1,
    Leaving = 2,
    Exiting = 3,
    Down = 4,
    Removed = 5,
    WeaklyUp = 6,
}
