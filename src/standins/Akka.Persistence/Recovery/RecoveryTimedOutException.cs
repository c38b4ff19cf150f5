using Akka.Actor;

namespace Akka.Persistence;

/// <summary>The journal gave neither an event nor the end within <c>recovery-event-timeout</c>, or the store no snapshot.</summary>
public sealed class RecoveryTimedOutException : AkkaException
{
    public RecoveryTimedOutException()
    {
    }

    public RecoveryTimedOutException(string message, Exception cause = null)
        : base(message, cause)
    {
    }
}
