namespace Akka.Persistence;

/// <summary>A batch was not written; a <see cref="WriteMessageFailure"/> follows for each of its events.</summary>
public sealed record WriteMessagesFailed : IJournalResponse
{
    /// <exception cref="ArgumentNullException"><paramref name="cause"/> is null.</exception>
    public WriteMessagesFailed(Exception cause, int writeCount)
    {
        ArgumentNullException.ThrowIfNull(cause);
        Cause = cause;
        WriteCount = writeCount;
    }

    public Exception Cause { get; }

    public int WriteCount { get; }
}
