using System.Collections.Immutable;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Text;
using AkkaClip.Evaluation.Embeddings;
using AkkaClip.Evaluation.Tasks;

namespace AkkaClip.Evaluation.Captions;

/// <summary>Finds for a few pictures the captions that fit best, among those of many: what a report shows.</summary>
public static class BestCaptions
{
    /// <param name="embeddings">The model.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="data">Pictures and captions.</param>
    /// <param name="spec">How pictures become squares.</param>
    /// <param name="numPictures">Pictures to show, evenly spread over the source.</param>
    /// <param name="numCandidates">Samples whose captions are candidates; duplicates count once.</param>
    /// <param name="numCaptions">Captions a picture.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="UserErrorException">There is no caption, or no picture that can be decoded.</exception>
    public static ImmutableArray<CaptionedPicture> Find(
        IEmbeddingSource embeddings, ITokenizer tokenizer, ISampleSource data, DataSpec spec,
        int numPictures = 8, int numCandidates = 500, int numCaptions = 3, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(spec);
        using var candidates = new SpreadSamples(data, numCandidates);
        var captions = new List<string>();
        for (long i = 0; i < candidates.Count; i++)
            captions.AddRange(candidates.Read(i).Captions);
        captions = [.. captions.Distinct(StringComparer.Ordinal)];
        if (captions.Count == 0)
            throw new UserErrorException($"{data.Description}: no sample has a caption");

        var texts = new TextEmbedder(embeddings, tokenizer).Embed(captions, cancellation);
        using var shown = new SpreadSamples(data, numPictures);
        var (images, samples) = new ImageEmbedder(embeddings, shown, spec.Augmentation.EvaluationResize, spec.Threads).Embed(_ => null, _ => { }, cancellation);
        return [.. samples.Select((sample, row) => Describe(data.Read(sample.Index), Score(images[row], texts), captions, numCaptions))];
    }

    private static float[] Score(ReadOnlySpan<float> image, EmbeddingTable texts)
    {
        var scores = new float[texts.Count];
        ScoreKernel.Score(image, texts.Rows(0, texts.Count), scores);
        return scores;
    }

    private static CaptionedPicture Describe(EncodedSample sample, float[] scores, List<string> captions, int count) => new(
        sample.Key,
        sample.Image,
        sample.Captions,
        [
            .. Enumerable.Range(0, scores.Length)
                .OrderByDescending(text => scores[text])
                .Take(count)
                .Select(text => new ScoredCaption(captions[text], scores[text], sample.Captions.Contains(captions[text]))),
        ]);
}
