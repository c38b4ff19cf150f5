namespace AkkaClip.Collectives.Frames;

/// <summary>What a frame is.</summary>
internal enum FrameKind : byte
{
    /// <summary>Nothing to say, and alive.</summary>
    KeepAlive = 1,

    /// <summary>The sender has called an operation. Payload: its description. Nothing of an operation is sent to who has not called it.</summary>
    Announce,

    /// <summary>A chunk of the sender's own floats, for the owner of the part to sum.</summary>
    Contribution,

    /// <summary>A chunk of the sum of one host, from its agent to the owner of the part.</summary>
    HostSum,

    /// <summary>A chunk of the sum, from the owner to all.</summary>
    Sum,

    /// <summary>The owner has summed a chunk and has room for another; where no sum is sent back that would say so.</summary>
    Credit,

    /// <summary>A chunk of what all are to have: a shard, or the root's bytes.</summary>
    Copy,

    /// <summary>The group has failed. Chunk: the rank to blame, or -1. Payload: the reason.</summary>
    Abort,

    /// <summary>Bulk: a request. Payload: channel and bytes.</summary>
    Request,

    /// <summary>Bulk: part of an answer.</summary>
    Answer,

    /// <summary>Bulk: the end of an answer, or of the wish for it. Payload: empty, or why there is none.</summary>
    End,
}
