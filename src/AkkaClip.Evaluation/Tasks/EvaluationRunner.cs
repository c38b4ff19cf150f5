using System.Collections.Immutable;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Text;
using AkkaClip.Evaluation.Embeddings;
using AkkaClip.Evaluation.Results;
using AkkaClip.Evaluation.Retrieval;
using AkkaClip.Evaluation.ZeroShot;

namespace AkkaClip.Evaluation.Tasks;

/// <summary>Runs evaluation tasks on a model. Blocks its caller, who gives it a thread of its own; uses the model from that thread alone.</summary>
public sealed class EvaluationRunner(IEmbeddingSource embeddings, ITokenizer tokenizer, EvaluatedModel model)
{
    /// <summary>Runs one task; what <see cref="EvaluationTaskSpec.Data"/> describes has been opened as <paramref name="data"/>.</summary>
    /// <exception cref="UserErrorException">The task cannot be run on this data: no class field, no template, no sample that can be used.</exception>
    /// <exception cref="DataSourceException">The data became unreadable.</exception>
    public EvaluationResult Run(EvaluationTaskSpec task, ISampleSource data, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(data);
        return task.Kind switch
        {
            EvaluationTaskKind.ZeroShot => Classify(task, data, progress, cancellation),
            EvaluationTaskKind.Retrieval => Retrieve(task, data, progress, cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(task), task.Kind, "no such task"),
        };
    }

    private EvaluationResult Classify(EvaluationTaskSpec task, ISampleSource data, IProgress<EvaluationProgress>? progress, CancellationToken cancellation)
    {
        var field = task.ClassField ?? throw new UserErrorException($"{task.Name}: zero-shot classification needs the field that names the class");
        var (images, samples, numSkipped) = EmbedImages(task, data, WhyUnfit, progress, cancellation);

        ImmutableArray<string> names = task.ClassNames.IsEmpty
            ? [.. samples.Select(sample => sample.Fields[field]).Distinct().Order(StringComparer.Ordinal)]
            : task.ClassNames;
        var classifier = ZeroShotClassifier.Build(names, task.Templates, embeddings, tokenizer, cancellation);
        var targets = samples.Select(sample => names.IndexOf(sample.Fields[field])).ToArray();
        var score = ClassificationScore.Compute(images, classifier.Weights, targets, task.Data.Threads, cancellation);
        return Result(task, EvaluationResult.ZeroShotTask, score.ToMetrics(), samples.Count, numSkipped, names.Length);

        string? WhyUnfit(EncodedSample sample)
        {
            if (!sample.Fields.TryGetValue(field, out var name) || name.Length == 0)
                return $"has no field '{field}'; it has: {string.Join(", ", sample.Fields.Keys.Order(StringComparer.Ordinal))}";
            return task.ClassNames.IsEmpty || task.ClassNames.Contains(name) ? null : $"is of class '{name}', which is not among those to choose from";
        }
    }

    private EvaluationResult Retrieve(EvaluationTaskSpec task, ISampleSource data, IProgress<EvaluationProgress>? progress, CancellationToken cancellation)
    {
        var (images, samples, numSkipped) = EmbedImages(task, data, sample => sample.Captions.IsEmpty ? "has no caption" : null, progress, cancellation);
        var captions = samples.SelectMany((sample, image) => sample.Captions.Select(caption => (Text: caption, Image: image))).ToList();
        var texts = new TextEmbedder(embeddings, tokenizer).Embed([.. captions.Select(caption => caption.Text)], cancellation);
        var score = RetrievalScore.Compute(images, texts, [.. captions.Select(caption => caption.Image)], task.Data.Threads, cancellation);
        return Result(task, EvaluationResult.RetrievalTask, score.ToMetrics(), samples.Count, numSkipped, captions.Count);
    }

    private (EmbeddingTable Images, List<EncodedSample> Samples, int NumSkipped) EmbedImages(
        EvaluationTaskSpec task, ISampleSource data, Func<EncodedSample, string?> whyUnfit, IProgress<EvaluationProgress>? progress, CancellationToken cancellation)
    {
        using var chosen = new SpreadSamples(data, task.MaxSamples);
        var done = 0;
        var embedder = new ImageEmbedder(embeddings, chosen, task.Data.Augmentation.EvaluationResize, task.Data.Threads);
        var (images, samples) = embedder.Embed(whyUnfit, Report, cancellation);
        return (images, samples, (int)chosen.Count - samples.Count);

        void Report(int count) => progress?.Report(new EvaluationProgress(task.Name, done += count, (int)chosen.Count));
    }

    private EvaluationResult Result(EvaluationTaskSpec task, string kind, ImmutableArray<EvaluationMetric> metrics, int numSamples, int numSkipped, int numCandidates) => new()
    {
        Dataset = task.Name,
        Model = model.Name,
        Pretrained = model.Pretrained,
        Task = kind,
        Metrics = metrics,
        NumSamples = numSamples,
        NumSkipped = numSkipped,
        NumCandidates = numCandidates,
    };
}
