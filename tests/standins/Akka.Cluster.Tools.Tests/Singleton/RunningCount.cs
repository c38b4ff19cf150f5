namespace Akka.Cluster.Tools.Tests.Singleton;

/// <summary>How many actors of all systems run at once, and how many ever did.</summary>
public sealed class RunningCount
{
    private readonly Lock _lock = new();
    private int _now;

    public int Most { get; private set; }

    public void Started()
    {
        lock (_lock)
            Most = Math.Max(Most, ++_now);
    }

    public void Stopped()
    {
        lock (_lock)
            _now--;
    }
}
