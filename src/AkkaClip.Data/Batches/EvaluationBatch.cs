using System.Collections.Immutable;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Batches;

/// <summary>Images of an evaluation, with all that their samples say about themselves.</summary>
public sealed record EvaluationBatch
{
    /// <summary>RGB images, [b, 3, s, s], 0 to 255, not normalised.</summary>
    public required byte[] Pixels { get; init; }

    /// <summary>Keys, captions and fields of the images, [b]; the encoded image is left out.</summary>
    public required ImmutableArray<EncodedSample> Samples { get; init; }

    /// <summary>Samples of this stretch that could not be used; they are left out, never replaced.</summary>
    public required ImmutableArray<SampleProblem> Problems { get; init; }
}
