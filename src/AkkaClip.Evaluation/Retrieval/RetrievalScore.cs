using System.Collections.Immutable;
using AkkaClip.Evaluation.Embeddings;
using AkkaClip.Evaluation.Results;

namespace AkkaClip.Evaluation.Retrieval;

/// <summary>
/// Image-text retrieval both ways, as CLIP_benchmark measures it: a caption finds its image among all images; an image finds at
/// least one of its captions among all captions.
/// </summary>
public sealed record RetrievalScore
{
    /// <summary>The k of R@k.</summary>
    public static ImmutableArray<int> Depths { get; } = [1, 5, 10];

    /// <summary>For every caption the rank of its image, 0 = first.</summary>
    public required ImmutableArray<int> ImageRanks { get; init; }

    /// <summary>For every image the rank of its best-placed caption, 0 = first.</summary>
    public required ImmutableArray<int> TextRanks { get; init; }

    /// <param name="images">[n, d].</param>
    /// <param name="texts">[m, d], m at least n.</param>
    /// <param name="imageOfText">For every text the index of its image; every image has one text or more.</param>
    /// <param name="threads">0: one a core.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    public static RetrievalScore Compute(
        EmbeddingTable images, EmbeddingTable texts, IReadOnlyList<int> imageOfText, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(imageOfText);
        var textsOfImage = new List<int>[images.Count];
        for (var image = 0; image < textsOfImage.Length; image++)
            textsOfImage[image] = [];
        for (var text = 0; text < imageOfText.Count; text++)
            textsOfImage[imageOfText[text]].Add(text);

        return new RetrievalScore
        {
            ImageRanks = [.. CandidateRanks.Compute(texts, images, [.. imageOfText.Select(image => (int[])[image])], threads, cancellation)],
            TextRanks = [.. CandidateRanks.Compute(images, texts, textsOfImage, threads, cancellation)],
        };
    }

    /// <summary>Share of captions whose image is among the first k.</summary>
    public double ImageRecall(int depth) => Recall(ImageRanks, depth);

    /// <summary>Share of images with a caption among the first k.</summary>
    public double TextRecall(int depth) => Recall(TextRanks, depth);

    /// <summary>By CLIP_benchmark's names.</summary>
    public ImmutableArray<EvaluationMetric> ToMetrics() =>
    [
        .. Depths.SelectMany(depth => (EvaluationMetric[])
        [
            new($"image_retrieval_recall@{depth}", ImageRecall(depth)),
            new($"text_retrieval_recall@{depth}", TextRecall(depth)),
        ]),
    ];

    private static double Recall(ImmutableArray<int> ranks, int depth) => ranks.Count(rank => rank < depth) / (double)ranks.Length;
}
