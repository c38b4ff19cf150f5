using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using AkkaClip.Actors.Parts;
using AkkaClip.App.CommandLine;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Samples;
using AkkaClip.Evaluation.Embeddings;
using AkkaClip.Evaluation.Results;
using AkkaClip.Evaluation.Tasks;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip eval</c>: evaluates a checkpoint on a data set.</summary>
internal static class EvalCommand
{
    public static Command Build() => new Command("eval", "Evaluates a checkpoint on a data set.") { BuildZeroShot(), BuildRetrieval() };

    private static Command BuildZeroShot()
    {
        var classField = new Option<string>("--class-field") { Description = "Column or JSON field with the class's name; 'class' for a folder of classes.", DefaultValueFactory = _ => "class" };
        var templates = new Option<string[]>("--template") { Description = "A prompt with {c} for the class; may be repeated. Default: \"a photo of a {c}\"." };
        var classes = new Option<string[]>("--class") { Description = "A class to choose from; may be repeated. Default: those that occur." };
        var command = new Command("zeroshot", "Classifies images by prompts.").WithExamples(
            "akkaclip eval zeroshot runs/quickstart/checkpoints/step-00001600 'data/shapes/test-seen/*.tar' --template 'a {c}' --template 'a picture of a {c}'");
        return WithTask(command, [classField, templates, classes], (parsed, data) => new EvaluationTaskSpec
        {
            Name = Name(data),
            Kind = EvaluationTaskKind.ZeroShot,
            Data = data,
            ClassField = parsed.GetRequiredValue(classField),
            ClassNames = [.. parsed.GetValue(classes) ?? []],
            Templates = parsed.GetValue(templates) is { Length: > 0 } given ? [.. given] : ["a photo of a {c}"],
            MaxSamples = 0,
        });
    }

    private static Command BuildRetrieval()
    {
        var command = new Command("retrieval", "Finds images by captions and captions by images: recall at 1, 5 and 10.").WithExamples(
            "akkaclip eval retrieval runs/flickr8k/checkpoints/step-00002000 captions.tsv --image-root photos.tar --split test");
        return WithTask(command, [], (_, data) => new EvaluationTaskSpec
        {
            Name = Name(data),
            Kind = EvaluationTaskKind.Retrieval,
            Data = data,
            Templates = [],
            MaxSamples = 0,
        });
    }

    /// <summary>What both tasks share: a checkpoint, a data set, where to compute, what to print.</summary>
    private static Command WithTask(Command command, ImmutableArray<Option> own, Func<ParseResult, DataSpec, EvaluationTaskSpec> task)
    {
        var checkpoint = new Argument<string>("checkpoint") { Description = "A checkpoint's folder, or an exported one." };
        command.Arguments.Add(checkpoint);
        var data = new DataOptions(command);
        var max = new Option<int>("--max-samples") { Description = "At most so many samples, spread over the data; 0: all." };
        var vocabulary = new Option<string?>("--vocabulary") { Description = "The vocabulary; default: the one in the checkpoint." };
        var device = new Option<string>("--device") { Description = "cpu, cuda, cuda:1.", DefaultValueFactory = _ => "cpu" };
        var json = new Option<bool>("--json") { Description = "Print the result as CLIP_benchmark's JSON." };
        foreach (var option in own.AddRange(max, vocabulary, device, json))
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                using var model = CheckpointModel.Load(parsed.GetRequiredValue(checkpoint), parsed.GetValue(vocabulary), parsed.GetRequiredValue(device), TimeProvider.System);
                var spec = data.ToSpec(parsed);
                spec = spec with { Augmentation = spec.Augmentation with { EvaluationResize = model.Resize } };
                var result = Run(task(parsed, spec) with { MaxSamples = parsed.GetValue(max) }, model, parsed.GetRequiredValue(checkpoint), Output.Of(parsed, json), cancellation);
                if (parsed.GetValue(json))
                    parsed.InvocationConfiguration.Output.WriteLine(result.ToJson());
                return ExitCode.Success;
            },
            cancellation));
        return command;
    }

    private static EvaluationResult Run(EvaluationTaskSpec task, CheckpointModel model, string checkpoint, Output output, CancellationToken cancellation)
    {
        using var source = SampleSourceFactory.Open(task.Data);
        using var line = new ProgressLine(output, "images", source.Count);
        var progress = new DirectProgress(done => line.Report(done));
        var named = new EvaluatedModel(model.Replica.Config.Name, checkpoint);
        var result = new EvaluationRunner(new ReplicaEmbeddings(model.Replica), model.Tokenizer, named).Run(task, source, progress, cancellation);
        line.Dispose();
        output.Fields(
        [
            ("task", result.Task),
            ("data", source.Description),
            ("images", string.Create(CultureInfo.InvariantCulture, $"{result.NumSamples}{(result.NumSkipped > 0 ? $", {result.NumSkipped} left out" : "")}")),
            (task.Kind == EvaluationTaskKind.ZeroShot ? "classes" : "captions", result.NumCandidates.ToString(CultureInfo.InvariantCulture)),
            .. result.Metrics.Select(metric => (metric.Name, metric.Value.ToString("P2", CultureInfo.InvariantCulture))),
        ]);
        return result;
    }

    private static string Name(DataSpec data) => Path.GetFileNameWithoutExtension(data.Paths[0].TrimEnd('/', '*')).Trim('*') is { Length: > 0 } name ? name : "data";

    /// <summary>Reports on the calling thread; <see cref="Progress{T}"/> would do it on another one, later.</summary>
    private sealed class DirectProgress(Action<int> report) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => report(value.NumDone);
    }
}
