using Akka.Event;

namespace Akka.Persistence;

/// <summary>The events could not be replayed.</summary>
public sealed record ReplayMessagesFailure : IJournalResponse, IDeadLetterSuppression
{
    /// <exception cref="ArgumentNullException"><paramref name="cause"/> is null.</exception>
    public ReplayMessagesFailure(Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        Cause = cause;
    }

    public Exception Cause { get; }
}
