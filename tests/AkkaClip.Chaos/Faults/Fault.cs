using AkkaClip.Chaos.Runs;

namespace AkkaClip.Chaos.Faults;

/// <summary>One way to disturb a cluster that trains.</summary>
/// <param name="name">As the command line names it.</param>
/// <param name="what">One line for people.</param>
/// <param name="bound">Longest time from the injection to the next step that is committed, beyond a step's own.</param>
public abstract class Fault(string name, string what, TimeSpan bound)
{
    public string Name { get; } = name;

    public string What { get; } = what;

    public TimeSpan Bound { get; } = bound;

    /// <summary>Why it cannot be injected on this machine; null: it can.</summary>
    public virtual string? WhyNot => null;

    /// <summary>The nodes must have a network of their own: see <see cref="Clusters.NetworkNamespaces"/>.</summary>
    public virtual bool NeedsNetwork => false;

    /// <summary>Injects it into a whole cluster, waits for the next step, and takes it back; what has ended stays so.</summary>
    /// <exception cref="ChaosException">The cluster did not react as it must.</exception>
    public abstract Task<Injection> RunAsync(Scene scene);
}
