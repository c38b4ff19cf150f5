using AkkaClip.Chaos.Faults;

namespace AkkaClip.Chaos;

/// <summary>What is done to a cluster.</summary>
/// <param name="Faults">The kinds to inject.</param>
/// <param name="NumInjections">How many in all, drawn at random; null: every kind once, in order.</param>
/// <param name="Seed">Of the faults' order, their victims and their times.</param>
public sealed record TrialOptions(IReadOnlyList<Fault> Faults, int? NumInjections, int Seed)
{
    /// <summary>Every node in a network namespace of its own, instead of all on the loopback.</summary>
    public bool InNamespaces { get; init; }

    /// <summary>Keep the folder of the trial: nodes' logs, the run's records and checkpoints.</summary>
    public bool KeepFolder { get; init; }

    /// <summary>The faults in the order in which they come.</summary>
    public IEnumerable<Fault> Schedule(Random random) => NumInjections is { } count
        ? Enumerable.Range(0, count).Select(_ => Faults[random.Next(Faults.Count)])
        : Faults;
}
