using System.Collections.Immutable;
using AkkaClip.Evaluation.Embeddings;
using AkkaClip.Evaluation.Results;
using AkkaClip.Evaluation.Retrieval;

namespace AkkaClip.Evaluation.ZeroShot;

/// <summary>How well a classifier names pictures.</summary>
public sealed record ClassificationScore
{
    public required int NumSamples { get; init; }
    public required int NumClasses { get; init; }
    public required int NumCorrect { get; init; }

    /// <summary>Pictures whose class is among the five of highest score.</summary>
    public required int NumCorrectTop5 { get; init; }

    /// <summary>Share of correctly named pictures of each class, by class index; null: the class has no picture.</summary>
    public required ImmutableArray<double?> Recalls { get; init; }

    public double Top1 => NumCorrect / (double)NumSamples;

    public double Top5 => NumCorrectTop5 / (double)NumSamples;

    /// <summary>Over the classes that have pictures.</summary>
    public double MeanPerClassRecall => Recalls.OfType<double>().Average();

    /// <param name="images">[n, d].</param>
    /// <param name="weights">[c, d], one row a class.</param>
    /// <param name="targets">The class of every picture.</param>
    /// <param name="threads">0: one a core.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    public static ClassificationScore Compute(
        EmbeddingTable images, EmbeddingTable weights, IReadOnlyList<int> targets, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(targets);
        var ranks = CandidateRanks.Compute(images, weights, [.. targets.Select(target => (int[])[target])], threads, cancellation);
        var ranksOfClass = ranks.Zip(targets).ToLookup(pair => pair.Second, pair => pair.First);
        return new ClassificationScore
        {
            NumSamples = ranks.Length,
            NumClasses = weights.Count,
            NumCorrect = ranks.Count(rank => rank == 0),
            NumCorrectTop5 = ranks.Count(rank => rank < 5),
            Recalls =
            [
                .. Enumerable.Range(0, weights.Count).Select(index => ranksOfClass.Contains(index)
                    ? ranksOfClass[index].Count(rank => rank == 0) / (double)ranksOfClass[index].Count()
                    : (double?)null),
            ],
        };
    }

    /// <summary>By CLIP_benchmark's names; <c>acc5</c> only where there are more than five classes to choose from.</summary>
    public ImmutableArray<EvaluationMetric> ToMetrics() => NumClasses > 5
        ? [new("acc1", Top1), new("acc5", Top5), new("mean_per_class_recall", MeanPerClassRecall)]
        : [new("acc1", Top1), new("mean_per_class_recall", MeanPerClassRecall)];
}
