using System.Text.Json;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;
using AkkaClip.Evaluation.Captions;
using AkkaClip.Evaluation.Results;
using AkkaClip.Evaluation.Tasks;

namespace AkkaClip.Evaluation.Tests.Tasks;

/// <summary>Tasks on generated pictures, with a model whose answers are known: it sees colours and nothing else.</summary>
public sealed class EvaluationRunnerTests(GeneratedPictures pictures) : IClassFixture<GeneratedPictures>
{
    private const int NumSamples = GeneratedPictures.NumSamples;

    [Fact]
    public void A_model_that_sees_colors_names_colors()
    {
        var result = Run(ZeroShot("color"));

        Assert.Equal(NumSamples, result.NumSamples);
        Assert.Equal(8, result.NumCandidates);
        Assert.InRange(result["acc1"], 0.9, 1);
        Assert.InRange(result["mean_per_class_recall"], 0.9, 1);
    }

    [Fact]
    public void A_model_that_sees_colors_cannot_name_shapes()
    {
        // All shapes have one text embedding; ties go to the first class, so one class of eight is right.
        var result = Run(ZeroShot("shape"));
        Assert.InRange(result["acc1"], 0.05, 0.2);
    }

    [Fact]
    public void Classes_can_be_given_and_others_are_skipped_and_counted()
    {
        var result = Run(ZeroShot("color") with { ClassNames = ["red", "blue", "green"] });

        Assert.Equal(3, result.NumCandidates);
        Assert.Equal(NumSamples, result.NumSamples + result.NumSkipped);
        Assert.InRange(result.NumSamples, NumSamples / 4, NumSamples / 2);
        Assert.Equal(["acc1", "mean_per_class_recall"], result.Metrics.Select(metric => metric.Name));
    }

    [Fact]
    public void Retrieval_finds_a_picture_of_the_right_color_and_all_metrics_are_there()
    {
        var result = Run(Retrieval());

        Assert.Equal(NumSamples, result.NumCandidates);
        Assert.Equal(6, result.Metrics.Length);
        Assert.InRange(result["image_retrieval_recall@10"], 2 * 10.0 / NumSamples, 1);
    }

    [Fact]
    public void A_limited_task_takes_samples_from_the_whole_source()
    {
        var result = Run(ZeroShot("color") with { MaxSamples = 52 });

        Assert.Equal(52, result.NumSamples);
        Assert.Equal(8, result.NumCandidates);
    }

    [Fact]
    public void A_result_has_the_shape_of_CLIP_benchmark()
    {
        var json = JsonDocument.Parse(Run(ZeroShot("color") with { MaxSamples = 100 }).ToJson()).RootElement;

        Assert.Equal(["dataset", "model", "pretrained", "task", "metrics", "language"], json.EnumerateObject().Take(6).Select(property => property.Name));
        Assert.Equal("zeroshot_classification", json.GetProperty("task").GetString());
        Assert.Equal(["acc1", "acc5", "mean_per_class_recall"], json.GetProperty("metrics").EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void A_missing_class_field_is_one_clear_error()
    {
        Assert.Contains("needs the field", Assert.Throws<UserErrorException>(() => Run(ZeroShot("color") with { ClassField = null })).Message, StringComparison.Ordinal);

        var failure = Assert.Throws<UserErrorException>(() => Run(ZeroShot("colour")));
        Assert.Contains("no field 'colour'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("color", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("a picture")]
    public void Templates_without_a_class_are_refused(params string[] templates) =>
        Assert.Throws<UserErrorException>(() => Run(ZeroShot("color") with { Templates = [.. templates] }));

    [Fact]
    public void Progress_counts_to_the_end_and_cancelling_stops()
    {
        var progress = new Recorder();
        Run(ZeroShot("color"), progress);
        Assert.Equal(NumSamples, progress.Last.NumDone);
        Assert.Equal(NumSamples, progress.Last.NumSamples);

        Assert.ThrowsAny<OperationCanceledException>(() => Run(Retrieval(), cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_best_captions_of_a_picture_name_its_color_and_are_ordered()
    {
        var shown = BestCaptions.Find(
            new ColorEmbeddings(pictures.Tokenizer), pictures.Tokenizer, pictures.Source, pictures.Data, numPictures: 16, numCandidates: 300);

        Assert.Equal(16, shown.Length);
        Assert.All(shown, picture => Assert.Equal(picture.Best.OrderByDescending(caption => caption.Score), picture.Best));
        Assert.All(shown, picture => Assert.False(picture.Image.IsEmpty));
        var right = shown.Count(picture => picture.Best[0].Text.Contains(pictures.Find(picture.Key).Fields["color"], StringComparison.Ordinal));
        Assert.InRange(right, 12, 16);
    }

    private EvaluationResult Run(EvaluationTaskSpec task, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellation = default) =>
        new EvaluationRunner(new ColorEmbeddings(pictures.Tokenizer), pictures.Tokenizer, new EvaluatedModel("colors", "none"))
            .Run(task, pictures.Source, progress, cancellation);

    private EvaluationTaskSpec ZeroShot(string field) => new()
    {
        Name = "shapes", Kind = EvaluationTaskKind.ZeroShot, Data = pictures.Data, ClassField = field, Templates = ["a {c}", "a picture of a {c}"], MaxSamples = 0,
    };

    private EvaluationTaskSpec Retrieval() => ZeroShot("color") with { Kind = EvaluationTaskKind.Retrieval };

    private sealed class Recorder : IProgress<EvaluationProgress>
    {
        public EvaluationProgress Last { get; private set; }

        public void Report(EvaluationProgress value) => Last = value;
    }
}
