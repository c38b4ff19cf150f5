namespace AkkaClip.Core.Membership;

/// <summary>The one rule by which messages and frames of other times are told apart.</summary>
/// <remarks>The generation decides before the step: a new generation starts again at a step that an old one computed.</remarks>
public static class StaleRule
{
    public static Staleness Judge(StepStamp received, StepStamp current)
    {
        if (received.Run != current.Run)
            return Staleness.Foreign;
        var order = received.Generation.CompareTo(current.Generation);
        if (order == 0)
            order = received.Step.CompareTo(current.Step);
        return order switch { < 0 => Staleness.Stale, 0 => Staleness.Current, > 0 => Staleness.Ahead };
    }
}
