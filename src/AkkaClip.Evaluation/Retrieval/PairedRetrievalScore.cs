using System.Collections.Immutable;
using AkkaClip.Evaluation.Embeddings;
using AkkaClip.Evaluation.Results;

namespace AkkaClip.Evaluation.Retrieval;

/// <summary>
/// Retrieval over pairs, one caption an image, with the figures that OpenCLIP logs on validation data:
/// mean and median rank (1 = first) and R@k both ways.
/// </summary>
public static class PairedRetrievalScore
{
    /// <param name="images">[n, d].</param>
    /// <param name="texts">[n, d]; row i describes image i.</param>
    /// <param name="threads">0: one a core.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    public static ImmutableArray<EvaluationMetric> Compute(EmbeddingTable images, EmbeddingTable texts, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        int[][] same = [.. Enumerable.Range(0, images.Count).Select(i => (int[])[i])];
        return
        [
            .. Describe("image_to_text", CandidateRanks.Compute(images, texts, same, threads, cancellation)),
            .. Describe("text_to_image", CandidateRanks.Compute(texts, images, same, threads, cancellation)),
        ];
    }

    private static IEnumerable<EvaluationMetric> Describe(string direction, int[] ranks)
    {
        Array.Sort(ranks);
        yield return new($"{direction}_mean_rank", ranks.Average() + 1);

        // The middle of an even number of ranks is rounded down, as there.
        yield return new($"{direction}_median_rank", Math.Floor((ranks[(ranks.Length - 1) / 2] + ranks[ranks.Length / 2]) / 2.0) + 1);
        foreach (var depth in RetrievalScore.Depths)
            yield return new($"{direction}_R@{depth}", ranks.Count(rank => rank < depth) / (double)ranks.Length);
    }
}
