using System.CommandLine;
using System.Globalization;
using AkkaClip.App.CommandLine;
using AkkaClip.Data.Generation;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Shards;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip data</c>: makes a data set, looks into one, indexes shards.</summary>
internal static class DataCommand
{
    public static Command Build() => new Command("data", "Makes a data set, looks into one, indexes shards.") { BuildMake(), BuildStats(), BuildIndex() };

    private static Command BuildMake()
    {
        var defaults = new GenerationOptions();
        var folder = new Argument<string>("folder") { Description = "Where the shards go; made if it is not there." };
        var samples = new Option<int>("--samples") { Description = "Training pictures.", DefaultValueFactory = _ => defaults.NumTrain };
        var testSeen = new Option<int>("--test-seen") { Description = "Test pictures of combinations that training shows.", DefaultValueFactory = _ => defaults.NumTestSeen };
        var testUnseen = new Option<int>("--test-unseen") { Description = "Test pictures of combinations that training never shows.", DefaultValueFactory = _ => defaults.NumTestUnseen };
        var heldOut = new Option<int>("--held-out") { Description = "Combinations of colour and shape, of 64, that training never shows.", DefaultValueFactory = _ => defaults.NumHeldOut };
        var size = new Option<int>("--image-size") { Description = "Edge of the pictures in pixels.", DefaultValueFactory = _ => defaults.ImageSize };
        var shard = new Option<int>("--samples-per-shard") { Description = "Pictures in one tar.", DefaultValueFactory = _ => defaults.SamplesPerShard };
        var seed = new Option<long>("--seed") { Description = "Equal seeds make equal bytes.", DefaultValueFactory = _ => defaults.Seed };
        var replace = new Option<bool>("--replace") { Description = "Replace a generated data set that is there." };
        var json = Output.JsonOption();
        var command = new Command("make", "Makes captioned pictures of coloured shapes, some combinations held out for a zero-shot test.")
        {
            folder, samples, testSeen, testUnseen, heldOut, size, shard, seed, replace, json,
        }.WithExamples("akkaclip data make shapes", "akkaclip data make shapes --samples 100000 --seed 7 --image-size 96");
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var output = Output.Of(parsed, json);
                var options = new GenerationOptions
                {
                    Seed = parsed.GetValue(seed),
                    ImageSize = parsed.GetValue(size),
                    NumTrain = parsed.GetValue(samples),
                    NumTestSeen = parsed.GetValue(testSeen),
                    NumTestUnseen = parsed.GetValue(testUnseen),
                    NumHeldOut = parsed.GetValue(heldOut),
                    SamplesPerShard = parsed.GetValue(shard),
                };
                var total = (long)options.NumTrain + options.NumTestSeen + options.NumTestUnseen;
                var path = parsed.GetRequiredValue(folder);
                using var progress = new ProgressLine(output, "pictures", total);
                var manifest = DataSetMaker.Make(path, options, parsed.GetValue(replace), progress: progress, cancellation: cancellation);
                progress.Dispose();
                output.Result(new { folder = Path.GetFullPath(path), manifest }, o => Describe(o, path, manifest));
                return ExitCode.Success;
            },
            cancellation));
        return command;
    }

    private static void Describe(Output output, string folder, GenerationManifest manifest)
    {
        output.Line($"{folder}: {manifest.Classes.Length} classes, {manifest.HeldOutClasses.Length} of them never in training");
        output.Table(
            ["split", "samples", "shards", "MiB"],
            [.. manifest.Shards.GroupBy(s => s.Split).Select(split => new[]
            {
                split.Key, Number(split.Sum(s => (long)s.NumSamples)), Number(split.Count()), (split.Sum(s => s.Bytes) / 1048576.0).ToString("F1", CultureInfo.InvariantCulture),
            })]);
    }

    private static Command BuildStats()
    {
        var check = new Option<bool>("--decode") { Description = "Decode every image, and count what fails by reason." };
        var json = Output.JsonOption();
        var command = new Command("stats", "Counts samples, captions and what is wrong with them.").WithExamples(
            "akkaclip data stats 'shapes/train/*.tar'",
            "akkaclip data stats captions.tsv --image-root photos.tar --split test --decode");
        var data = new DataOptions(command);
        command.Options.Add(check);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var output = Output.Of(parsed, json);
                using var source = SampleSourceFactory.Open(data.ToSpec(parsed));
                var statistics = DataStatistics.Of(source, parsed.GetValue(check), output, cancellation);
                output.Result(statistics, statistics.Describe);
                return ExitCode.Success;
            },
            cancellation));
        return command;
    }

    private static Command BuildIndex()
    {
        var json = Output.JsonOption();
        var command = new Command("index", "Walks through tar shards once and writes their member lists beside them.").WithExamples(
            "akkaclip data index 'shards/{00000..00127}.tar'");
        var shards = new Argument<string[]>("shards") { Arity = ArgumentArity.OneOrMore, Description = "Tar shards ({000..127} and * expand)." };
        command.Arguments.Add(shards);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                using var source = new WebDatasetSource(DataOptions.Shards(parsed.GetRequiredValue(shards), []));
                Output.Of(parsed, json).Result(
                    new { source.Description, samples = source.Count, skipped = source.Report.NumSkipped, examples = source.Report.Examples },
                    o => o.Line($"{source.Description}: {Number(source.Count)} samples"));
                return ExitCode.Success;
            },
            cancellation));
        return command;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
