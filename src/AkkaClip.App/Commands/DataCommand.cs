using System.CommandLine;
using System.Globalization;
using AkkaClip.App.CommandLine;
using AkkaClip.Data.Generation;
using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Files;
using AkkaClip.Data.Metadata.Generation;
using AkkaClip.Data.Metadata.Statistics;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Shards;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip data</c>: makes a data set, looks into one, selects from metadata, downloads, indexes shards.</summary>
internal static class DataCommand
{
    public static Command Build() => new Command("data", "Makes a data set, looks into one, selects from metadata, downloads, indexes shards.")
    {
        BuildMake(), BuildStats(), DataFilterCommand.Build(), DataSubsetCommand.Build(), DataDownloadCommand.Build(), BuildIndex(),
    };

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
        var metadata = new Option<string?>("--metadata") { Description = "Instead of pictures: so many rows of LAION-like metadata as Parquet (5M, 100k)." };
        var urls = new Option<string>("--url-prefix") { Description = "Metadata: what URLs begin with.", DefaultValueFactory = _ => new MetadataOptions { NumRows = 1 }.UrlPrefix };
        var json = Output.JsonOption();
        var command = new Command("make", "Makes captioned pictures of coloured shapes, some combinations held out for a zero-shot test; or metadata.")
        {
            folder, samples, testSeen, testUnseen, heldOut, size, shard, seed, replace, metadata, urls, json,
        }.WithExamples(
            "akkaclip data make shapes", "akkaclip data make shapes --samples 100000 --seed 7 --image-size 96", "akkaclip data make laion-like --metadata 10M");
        command.SetAction((parsed, cancellation) => Task.Run(
            async () =>
            {
                var output = Output.Of(parsed, json);
                if (parsed.GetValue(metadata) is { } rows)
                {
                    return await MakeMetadataAsync(
                        output, parsed.GetRequiredValue(folder), parsed.GetValue(replace),
                        new MetadataOptions { NumRows = SampleCount.Parse("--metadata", rows), Seed = parsed.GetValue(seed), UrlPrefix = parsed.GetRequiredValue(urls) }, cancellation);
                }
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

    private static async Task<int> MakeMetadataAsync(Output output, string folder, bool replace, MetadataOptions options, CancellationToken cancellation)
    {
        using var progress = new ProgressLine(output, "rows", options.NumRows);
        var files = await MetadataMaker.MakeAsync(folder, options, replace, progress, cancellation);
        progress.Dispose();
        output.Result(new { folder = Path.GetFullPath(folder), rows = options.NumRows, files }, o => o.Line($"{folder}: {Number(options.NumRows)} rows in {files.Count} files"));
        return ExitCode.Success;
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
        var verify = new Option<bool>("--verify-hash") { Description = "Metadata: compute every row's hash, and compare." };
        var html = new Option<string?>("--html") { Description = "Metadata: write a page with plots to this file." };
        var json = Output.JsonOption();
        var command = new Command("stats", "Counts samples, captions and what is wrong with them; of metadata also how scores are distributed.").WithExamples(
            "akkaclip data stats 'shapes/train/*.tar'",
            "akkaclip data stats laion/*.parquet --verify-hash --html laion.html",
            "akkaclip data stats captions.tsv --image-root photos.tar --split test --decode");
        var data = new DataOptions(command);
        command.Options.Add(check);
        command.Options.Add(verify);
        command.Options.Add(html);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) => Task.Run(
            async () =>
            {
                var output = Output.Of(parsed, json);
                if (data.Paths(parsed).All(MetadataInputs.IsMetadata))
                    return await MetadataStatsAsync(output, data.Paths(parsed), parsed.GetValue(verify), parsed.GetValue(html), cancellation);
                using var source = SampleSourceFactory.Open(data.ToSpec(parsed));
                var statistics = DataStatistics.Of(source, parsed.GetValue(check), output, cancellation);
                output.Result(statistics, statistics.Describe);
                return ExitCode.Success;
            },
            cancellation));
        return command;
    }

    private static async Task<int> MetadataStatsAsync(Output output, string[] paths, bool verify, string? html, CancellationToken cancellation)
    {
        var files = MetadataInputs.Expand(paths);
        var scan = new RowGroupScan(files, SideOrder.Detect, MemoryBudget.Default);
        var rows = await scan.CountRowsAsync(cancellation);
        var statistics = await DataFilterCommand.WithProgressAsync(output, "rows", rows, p => MetadataStatistics.ReadAsync(scan, verify, p, cancellation));
        var report = new MetadataReport(statistics, files);
        if (html is not null)
            await File.WriteAllTextAsync(html, report.ToHtml(), cancellation);
        output.Result(report.ToJson(), report.Describe);
        return ExitCode.Success;
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
