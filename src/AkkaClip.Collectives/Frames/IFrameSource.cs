namespace AkkaClip.Collectives.Frames;

/// <summary>Gives the payloads of frames at the moment they are sent, on the thread that sends.</summary>
internal interface IFrameSource
{
    /// <param name="peer">The other end's number.</param>
    /// <param name="header">Of the frame.</param>
    /// <param name="staging">Room of this thread, for payloads that do not lie in memory as they are sent.</param>
    ReadOnlySpan<byte> Payload(int peer, in FrameHeader header, Staging staging);

    /// <summary>The payload is out, and its memory free.</summary>
    void Sent(in FrameHeader header);
}
