namespace Akka.Persistence;

/// <summary>Time for a recovery to show progress: that of its snapshot, or that of its events.</summary>
public sealed class RecoveryTick
{
    public RecoveryTick(bool snapshot) => Snapshot = snapshot;

    public bool Snapshot { get; }
}
