using System.Globalization;
using System.Text;
using AkkaClip.Actors.Parts;
using AkkaClip.App.Runs;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Images;
using AkkaClip.Data.Samples;
using AkkaClip.Evaluation.Captions;
using AkkaClip.Evaluation.Embeddings;

namespace AkkaClip.App.Reports;

/// <summary><c>report.html</c> in a run's folder: figures, curves, evaluations, and a few images with their best captions.</summary>
internal static class RunReport
{
    private const string FileName = "report.html";
    private const int NumPictures = 8;

    /// <returns>The path of the report.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Write(RunSpec spec, RunFolder run, CancellationToken cancellation = default)
    {
        var progress = run.Progress.ToList();
        var page = new HtmlPage($"AkkaClip run {spec.Name}")
            .Table(Summary(spec, run))
            .Heading("Training")
            .Charts(
            [
                Chart("Loss", "loss", progress.Select(p => (p.Step, p.Loss))),
                Chart("Learning rate", "lr", progress.Select(p => (p.Step, p.LearningRate))),
                Chart("Gradient norm before clipping", "norm", progress.Select(p => (p.Step, p.GradientNorm))),
                Chart("Throughput", "samples/s", progress.Select(p => (p.Step, p.SamplesPerSecond))),
            ]);
        if (run.LastEvaluations.Count > 0)
        {
            page.Heading("Evaluation");
            foreach (var evaluated in run.LastEvaluations)
                page.Note(string.Create(CultureInfo.InvariantCulture, $"{evaluated.Task}, step {evaluated.Step}")).Table(evaluated.Results.Select(r => (r.Key, r.Value.ToString("P1", CultureInfo.InvariantCulture))));
        }
        if (Pictures(spec, run, cancellation) is { Count: > 0 } pictures)
            page.Heading("Images and the captions that fit them best").Note("The image's own captions are green.").Pictures(pictures);

        var path = PathIn(run.Folder);
        File.WriteAllText(path, page.ToString(), new UTF8Encoding(false));
        return path;
    }

    public static string PathIn(string runFolder) => Path.Combine(runFolder, FileName);

    private static IEnumerable<(string Name, string Value)> Summary(RunSpec spec, RunFolder run)
    {
        yield return ("state", run.Record.State.ToString().ToLowerInvariant());
        yield return ("model", spec.Model.Config);
        yield return ("global batch", spec.Training.GlobalBatch.ToString(CultureInfo.InvariantCulture));
        yield return ("trainers", spec.Trainers.Count.ToString(CultureInfo.InvariantCulture));
        if (run.LastProgress is not { } last)
            yield break;
        yield return ("steps", run.Steps);
        yield return ("samples", last.NumSamples.ToString("N0", CultureInfo.InvariantCulture));
        yield return ("epochs", last.Epoch.ToString("F2", CultureInfo.InvariantCulture));
        yield return ("loss", last.Loss.ToString("F4", CultureInfo.InvariantCulture));
        yield return ("replaced samples", last.NumReplacedSamples.ToString(CultureInfo.InvariantCulture));
        yield return ("skipped steps", last.NumSkippedSteps.ToString(CultureInfo.InvariantCulture));
    }

    private static LineChart Chart(string title, string unit, IEnumerable<(long Step, double Value)> points) =>
        new(title, "step", unit, [new LineChart.Series(title, [.. points.Select(p => ((double)p.Step, p.Value))])]);

    /// <summary>Pictures of the first retrieval task, ranked by the newest checkpoint; none without either.</summary>
    private static List<HtmlPage.Picture> Pictures(RunSpec spec, RunFolder run, CancellationToken cancellation)
    {
        var task = spec.Evaluation.Tasks.FirstOrDefault(t => t.Kind == EvaluationTaskKind.Retrieval);
        if (task is null || run.Checkpoints.Count == 0)
            return [];
        using var model = CheckpointModel.Load(run.Checkpoints[0], vocabulary: null, spec.Model.Device, TimeProvider.System);
        using var source = SampleSourceFactory.Open(task.Data);
        var found = BestCaptions.Find(new ReplicaEmbeddings(model.Replica), model.Tokenizer, source, task.Data, NumPictures, cancellation: cancellation);
        return [.. found.Select(picture => new HtmlPage.Picture(
            MediaType(picture.Image.Span),
            picture.Image,
            [.. picture.Best.Select(caption => (string.Create(CultureInfo.InvariantCulture, $"{caption.Score:F2} {caption.Text}"), caption.IsOwn))]))];
    }

    private static string MediaType(ReadOnlySpan<byte> image) => ImageFormats.Sniff(image) switch
    {
        ImageFormat.Png => "image/png",
        ImageFormat.WebP => "image/webp",
        _ => "image/jpeg",
    };
}
