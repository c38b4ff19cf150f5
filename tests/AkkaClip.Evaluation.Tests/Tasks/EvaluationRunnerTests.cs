using System.Collections.Immutable;
using System.Text.Json;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Generation;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Text;
using AkkaClip.Evaluation.Captions;
using AkkaClip.Evaluation.Results;
using AkkaClip.Evaluation.Tasks;

namespace AkkaClip.Evaluation.Tests.Tasks;

/// <summary>Tasks on generated pictures, with a model whose answers are known: it sees colours and nothing else.</summary>
public sealed class EvaluationRunnerTests : IDisposable
{
    private const int NumSamples = 416;

    private readonly string _folder = Directory.CreateTempSubdirectory("akkaclip-evaluation-").FullName;
    private readonly ClipTokenizer _tokenizer;
    private readonly ISampleSource _data;

    public EvaluationRunnerTests()
    {
        DataSetMaker.Make(Path.Combine(_folder, "data"), new GenerationOptions { ImageSize = 32, NumTrain = 1, NumTestSeen = NumSamples, NumTestUnseen = 1 });
        var trainer = new BpeTrainer();
        trainer.Add("red orange yellow green cyan blue purple pink a picture of a");
        trainer.Train(BpeTrainer.MinSize).Write(Path.Combine(_folder, "bytes.gz"));
        _tokenizer = ClipTokenizer.Load(Path.Combine(_folder, "bytes.gz"));
        _data = SampleSourceFactory.Open(Data());
    }

    public void Dispose()
    {
        _data.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

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
        var pictures = BestCaptions.Find(new ColorEmbeddings(_tokenizer), _tokenizer, _data, Data(), numPictures: 16, numCandidates: 300);

        Assert.Equal(16, pictures.Length);
        Assert.All(pictures, picture => Assert.Equal(picture.Best.OrderByDescending(caption => caption.Score), picture.Best));
        Assert.All(pictures, picture => Assert.False(picture.Image.IsEmpty));
        var right = pictures.Count(picture => picture.Best[0].Text.Contains(_data.Read(IndexOf(picture.Key)).Fields["color"], StringComparison.Ordinal));
        Assert.InRange(right, 12, 16);
    }

    private EvaluationResult Run(EvaluationTaskSpec task, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellation = default) =>
        new EvaluationRunner(new ColorEmbeddings(_tokenizer), _tokenizer, new EvaluatedModel("colors", "none")).Run(task, _data, progress, cancellation);

    private EvaluationTaskSpec ZeroShot(string field) => new()
    {
        Name = "shapes", Kind = EvaluationTaskKind.ZeroShot, Data = Data(), ClassField = field, Templates = ["a {c}", "a picture of a {c}"], MaxSamples = 0,
    };

    private EvaluationTaskSpec Retrieval() => ZeroShot("color") with { Kind = EvaluationTaskKind.Retrieval };

    private DataSpec Data() => new()
    {
        Format = DataFormat.WebDataset,
        Paths = [Path.Combine(_folder, "data", "test-seen", "*.tar")],
        SplitField = "split",
        ImageField = "",
        CaptionFields = [],
        Vocabulary = Path.Combine(_folder, "bytes.gz"),
        Augmentation = new AugmentationSpec { CropScale = (1, 1), CropRatio = (1, 1), HorizontalFlip = false, Mean = [0.5, 0.5, 0.5], Std = [0.5, 0.5, 0.5] },
        PrefetchBatches = 1,
        Threads = 2,
        MaxReplacedShare = 0,
        ShuffleBlockSamples = 1,
        ShuffleWindowBlocks = 1,
    };

    private long IndexOf(string key)
    {
        for (long i = 0; i < _data.Count; i++)
        {
            if (_data.Read(i).Key == key)
                return i;
        }

        throw new KeyNotFoundException(key);
    }

    private sealed class Recorder : IProgress<EvaluationProgress>
    {
        public EvaluationProgress Last { get; private set; }

        public void Report(EvaluationProgress value) => Last = value;
    }
}
