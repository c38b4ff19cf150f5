namespace AkkaClip.Core.Runs;

/// <summary>Where a run's batches come from.</summary>
public sealed record LoadersSpec
{
    public required LoaderPlace Place { get; init; }

    /// <summary>A loader node that has not answered for so long is passed over: another one is asked for the same batch too.</summary>
    public required TimeSpan Timeout { get; init; }
}
