#nullable disable // As in the genuine package, whose signatures carry no nullability.

namespace Akka.Actor;

/// <summary>The base of what the actor system and its configuration throw.</summary>
public abstract class AkkaException : Exception
{
    protected AkkaException()
    {
    }

    protected AkkaException(string message, Exception cause = null)
        : base(message, cause)
    {
    }

    protected Exception Cause => InnerException;
}
