using AkkaClip.Chaos.Faults;
using AkkaClip.Chaos.Runs;

namespace AkkaClip.Chaos.Reports;

/// <summary>What became of all faults of one kind.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Times">From each injection to the next committed step.</param>
/// <param name="Bound">The longest that was aimed at, beyond a step's own time.</param>
/// <param name="NumLostSteps">Committed steps that were done again behind one of them.</param>
public sealed record FaultResult(string Name, IReadOnlyList<TimeSpan> Times, TimeSpan Bound, int NumLostSteps)
{
    /// <param name="events">The whole log of the run.</param>
    internal static FaultResult Of(Fault kind, IReadOnlyList<Injection> injections, IReadOnlyList<LoggedEvent> events) => new(
        kind.Name,
        [.. injections.Select(injection => injection.ToNextCommit)],
        kind.Bound,
        injections.Sum(injection => Commits.NumLost(events.Take(injection.End).Skip(injection.Mark))));
}
