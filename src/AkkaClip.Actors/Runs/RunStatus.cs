using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AkkaClip.Actors.Progress;

namespace AkkaClip.Actors.Runs;

/// <summary>A run as operators see it.</summary>
/// <param name="Record">What the registry remembers of it.</param>
/// <param name="At">When this was so, by the registry's clock.</param>
/// <param name="Share">What it asks of the pool; null: not known where this was read.</param>
/// <param name="Trainers">Those that it has.</param>
/// <param name="Term">Of its coordinator; 0: it has none.</param>
/// <param name="Figures">Where it is.</param>
public sealed record RunStatus(
    RunRecord Record, DateTimeOffset At, RunStatus.PoolShare? Share, ImmutableArray<RunStatus.Member> Trainers, long Term, RunFigures Figures)
{
    [JsonIgnore]
    public string Name => Record.Name;

    [JsonIgnore]
    public RunState State => Record.State;

    /// <summary>Since it was taken.</summary>
    [JsonIgnore]
    public TimeSpan Age => At - Record.SubmittedAt;

    /// <param name="Minimum">With fewer trainers it waits.</param>
    /// <param name="Maximum">More are of no use to it.</param>
    /// <param name="Priority">Higher ones are served first.</param>
    public sealed record PoolShare(int Minimum, int Maximum, int Priority);

    /// <param name="Trainer">Its name.</param>
    /// <param name="Node">Where it is.</param>
    /// <param name="Device">What it computes on.</param>
    public sealed record Member(string Trainer, string Node, string Device);
}
