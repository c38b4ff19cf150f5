namespace AkkaClip.Collectives.Frames;

/// <summary>Takes what arrives on a link, on the link's receiving thread. It must not wait for anything: others' frames are behind.</summary>
internal interface IFrameReceiver
{
    /// <summary>Where a payload belongs, so that it is received in place; exactly as long as the header says.</summary>
    /// <exception cref="InvalidDataException">The frame has no place here; that ends the link.</exception>
    Span<byte> Place(FrameLink link, in FrameHeader header, Staging staging);

    /// <summary>The payload is there, and whole.</summary>
    /// <exception cref="InvalidDataException">It makes no sense; that ends the link.</exception>
    void Received(FrameLink link, in FrameHeader header, Span<byte> payload);

    /// <summary>The link broke, or could not be opened; said once, on one of its threads.</summary>
    /// <param name="reason">What the peer did, as the rest of a sentence that begins with its name.</param>
    void Broken(FrameLink link, string reason, Exception cause);
}
