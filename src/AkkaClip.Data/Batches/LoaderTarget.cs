namespace AkkaClip.Data.Batches;

/// <summary>What a loader makes batches for.</summary>
public sealed record LoaderTarget
{
    /// <summary>Edge of the square images in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Tokens a text, padding included.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Samples of one step over all trainers; never more than the data set has.</summary>
    public required int GlobalBatch { get; init; }

    /// <summary>The run's seed: of the sample order, the crops and the choice of captions.</summary>
    public required long Seed { get; init; }
}
