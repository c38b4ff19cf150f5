namespace Akka.Persistence;

/// <summary>The snapshot could not be loaded.</summary>
public sealed record LoadSnapshotFailed : ISnapshotResponse
{
    public LoadSnapshotFailed(Exception cause)
    {
        Cause = cause;
    }

    public Exception Cause { get; }
}
