using System.Buffers;

namespace Akka.Remote.Transport;

/// <summary>A message as a frame, and as it was, should it become a dead letter.</summary>
/// <param name="Frame">Rented from the shared pool; the frame is at its beginning.</param>
/// <param name="Length">Bytes of the frame with its length field.</param>
internal readonly record struct Outgoing(byte[] Frame, int Length, object Message, IActorRef Sender, RemoteActorRef Recipient)
{
    public ReadOnlySpan<byte> Bytes => Frame.AsSpan(0, Length);

    /// <summary>Gives the buffer back: the frame must not be touched any more.</summary>
    public void Release() => ArrayPool<byte>.Shared.Return(Frame);
}
