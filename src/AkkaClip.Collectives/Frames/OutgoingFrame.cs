namespace AkkaClip.Collectives.Frames;

/// <summary>A frame that waits to be sent.</summary>
/// <param name="Header">Length and checksum are filled in when it is sent.</param>
/// <param name="Bytes">The payload of a frame without source.</param>
/// <param name="Source">Gives the payload when its turn has come; null for <paramref name="Bytes"/>.</param>
internal readonly record struct OutgoingFrame(FrameHeader Header, ReadOnlyMemory<byte> Bytes, IFrameSource? Source = null);
