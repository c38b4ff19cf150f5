namespace Akka.Remote.Transport;

/// <summary>What a frame carries.</summary>
internal enum FrameKind : byte
{
    /// <summary>An envelope.</summary>
    Message = 1,

    /// <summary>A sequence number, a fence number, an envelope. Delivered exactly once.</summary>
    SystemMessage = 2,

    /// <summary>The sequence number of the last system message received.</summary>
    Ack = 3,

    /// <summary>A number: every message before it on this lane has been received when it is.</summary>
    Fence = 4,

    /// <summary>Nothing.</summary>
    KeepAlive = 5,

    /// <summary>The sender shuts down.</summary>
    Goodbye = 6,

    /// <summary>The sender has quarantined the receiver.</summary>
    Quarantined = 7,
}
