using System.Collections.Immutable;

namespace AkkaClip.Core.Membership;

/// <summary>The current step as the coordinator knows it.</summary>
public sealed record StepState
{
    public required Generation Generation { get; init; }

    public required long Step { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>By member; reports of others do not belong here.</summary>
    public ImmutableDictionary<TrainerId, StepReport> Reports { get; init; } = ImmutableDictionary<TrainerId, StepReport>.Empty;

    /// <summary>Somebody waits for a change of generation: a joiner, a diverged replica.</summary>
    public bool ChangeRequested { get; init; }

    /// <summary>Steps skipped just before this one.</summary>
    public int SkippedInARow { get; init; }

    /// <summary>Times that this same step was aborted before.</summary>
    public int AbortedInARow { get; init; }

    /// <summary>
    /// Whether there is anything to decide before the time limit: all have reported, or one has what the others cannot make
    /// good. Told without a look at the reports, because it is asked with each of thousands.
    /// </summary>
    public bool IsRipe => Reports.Count == Generation.WorldSize || HasLossOrFailure;

    private bool HasLossOrFailure { get; init; }

    /// <summary>With a member's report. A loss is final; otherwise the latest report counts.</summary>
    public StepState With(TrainerId member, StepReport report)
    {
        if (Generation.RankOf(member) is null)
            throw new ArgumentException($"{member} is no member of {Generation}.", nameof(member));
        return Reports.GetValueOrDefault(member) is StepReport.Lost
            ? this
            : this with { Reports = Reports.SetItem(member, report), HasLossOrFailure = HasLossOrFailure || report is not StepReport.Reduced };
    }
}
