using System.CommandLine;
using System.Globalization;
using AkkaClip.App.CommandLine;
using AkkaClip.Core.Errors;
using AkkaClip.Data.Metadata.Files;
using AkkaClip.Data.Metadata.Selection;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip data subset</c>: a random part of metadata that anyone can make again.</summary>
internal static class DataSubsetCommand
{
    public static Command Build()
    {
        var samples = new Option<string>("--samples") { Description = "Rows: 80M, 2.5k, 1000000.", Required = true };
        var seed = new Option<long>("--seed") { Description = "Another seed, other rows.", DefaultValueFactory = _ => 0 };
        var folder = new Option<string>("--output", "-o") { Description = "Folder for the rows, a file an input.", Required = true };
        var replace = new Option<bool>("--replace") { Description = "Write into a folder that is not empty." };
        var json = Output.JsonOption();
        var command = new Command("subset", "Takes a seeded random subset of metadata; a smaller one of the same seed lies within a larger one.").WithExamples(
            "akkaclip data subset laion/*.parquet --samples 80M --seed 0 --output laion-80m",
            "akkaclip data subset laion-400m --samples 80M --output laion-80m   # the same rows");
        var source = new MetadataSource(command);
        foreach (var option in new Option[] { samples, seed, folder, replace, json })
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(
            async () =>
            {
                var output = Output.Of(parsed, json);
                var wanted = SampleCount.Parse("--samples", parsed.GetRequiredValue(samples));
                var (inputs, sides, budget, key) = (source.Paths(parsed), source.Sides(parsed), source.Budget(parsed), parsed.GetValue(seed));
                var scan = new RowGroupScan(inputs, sides, budget);
                var rows = await scan.CountRowsAsync(cancellation);
                if (wanted > rows)
                    throw new UserErrorException($"--samples is {wanted}, and there are {rows} rows; take fewer, or name more files.");
                var path = SelectionFolder.Prepare(parsed.GetRequiredValue(folder), parsed.GetValue(replace), inputs);
                var rank = new RankThreshold(scan, file => SubsetTest.Places(file, key));
                var threshold = await DataFilterCommand.WithProgressAsync(output, "rows ranked", rows, p => rank.FindAsync(_ => wanted, p, cancellation))
                    ?? throw new UserErrorException("All rows have one identity: they are copies of each other. Remove duplicates first (akkaclip data filter --deduplicate hash).");
                var asked = new Dictionary<string, string>
                {
                    ["samples"] = wanted.ToString(CultureInfo.InvariantCulture),
                    ["seed"] = key.ToString(CultureInfo.InvariantCulture),
                    ["threshold"] = threshold.ToString("x16", CultureInfo.InvariantCulture),
                };
                var run = new SelectionRun(inputs, sides, budget);
                var report = await DataFilterCommand.WithProgressAsync(
                    output, "rows taken", rows, p => run.RunAsync([new SubsetTest(key, threshold)], path, asked, p, cancellation));
                await SelectionManifest.WriteAsync(path, asked, report, cancellation);
                output.Result(report, o =>
                {
                    DataFilterCommand.Describe(o, report);
                    if (report.Kept < wanted)
                        o.Line($"{wanted - report.Kept} fewer than asked: rows with one hash are in or out together.");
                });
                return ExitCode.Success;
            },
            cancellation));
        return command;
    }
}
