namespace Akka.Cluster.SBR;

/// <summary>What to do about members that cannot reach each other.</summary>
internal enum Decision
{
    /// <summary>This side goes.</summary>
    DownReachable,

    /// <summary>The other side goes.</summary>
    DownUnreachable,

    /// <summary>Both sides go.</summary>
    DownAll,

    /// <summary>There are no clean sides: those that reach each other only by way of others go.</summary>
    DownIndirectlyConnected,
}
