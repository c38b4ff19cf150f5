using Akka.Actor;

namespace Akka.Persistence;

/// <summary>The events could not be deleted.</summary>
public sealed record DeleteMessagesFailure : INoSerializationVerificationNeeded
{
    /// <exception cref="ArgumentNullException"><paramref name="cause"/> is null.</exception>
    public DeleteMessagesFailure(Exception cause, long toSequenceNr)
    {
        ArgumentNullException.ThrowIfNull(cause);
        Cause = cause;
        ToSequenceNr = toSequenceNr;
    }

    public Exception Cause { get; }

    public long ToSequenceNr { get; }
}
