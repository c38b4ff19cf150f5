namespace Akka.Remote.Transport;

/// <summary>The connections between two systems, apart so that heartbeats never wait behind bulk.</summary>
internal enum LaneKind : byte
{
    /// <summary>System messages, and whatever is for actors below /system.</summary>
    Control = 0,

    /// <summary>Everything else.</summary>
    Ordinary = 1,
}
