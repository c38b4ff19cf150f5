namespace Akka.Remote;

/// <summary>Remoting cannot do its work.</summary>
public class RemoteTransportException : AkkaException
{
    public RemoteTransportException(string message, Exception cause = null)
        : base(message, cause)
    {
    }
}
