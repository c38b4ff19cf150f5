namespace Akka.Remote.Transport;

/// <summary>The message is larger than <c>maximum-frame-size</c>; it was discarded.</summary>
internal sealed class OversizedPayloadException : AkkaException
{
    public OversizedPayloadException(string message)
        : base(message)
    {
    }
}
