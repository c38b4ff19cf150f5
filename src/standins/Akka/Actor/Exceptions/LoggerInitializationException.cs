namespace Akka.Actor;

/// <summary>A configured logger did not start.</summary>
public class LoggerInitializationException : AkkaException
{
    public LoggerInitializationException() { }

    public LoggerInitializationException(string message, Exception cause = null) : base(message, cause) { }
}
