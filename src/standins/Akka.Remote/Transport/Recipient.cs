namespace Akka.Remote.Transport;

/// <summary>Where messages for one reference go.</summary>
internal sealed class Recipient
{
}
