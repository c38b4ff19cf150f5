namespace Akka.Remote.Transport;

/// <summary>The connections between two systems, apart so that heartbeats never wait behind bulk.</summary>
internal enum LaneKind : byte
{
    /// <summary>System messages, heartbeats, and the messages of the cluster itself.</summary>
    Control = 0,

    /// <summary>Everything else.</summary>
    Ordinary = 1,
}
