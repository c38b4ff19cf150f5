using System.CommandLine;
using System.Globalization;
using AkkaClip.App.CommandLine;
using AkkaClip.Data.Downloads;
using AkkaClip.Data.Downloads.Inputs;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip data download</c>: from metadata to shards.</summary>
internal static class DataDownloadCommand
{
    public static Command Build()
    {
        var inputs = new Argument<string[]>("metadata") { Arity = ArgumentArity.OneOrMore, Description = "Files or folders: parquet, csv, tsv, json, jsonl, or txt with a URL a line." };
        var folder = new Option<string>("--output") { Description = "Where the shards go; made if it is not there.", Required = true };
        var url = new Option<string?>("--url-field") { Description = "Column of the URLs, if it is not called url." };
        var caption = new Option<string?>("--caption-field") { Description = "Column of the captions, if it is called neither caption nor text." };
        var kept = new Option<string[]>("--keep") { Description = "Further columns that go along into the samples.", AllowMultipleArgumentsPerToken = true };
        var json = Output.JsonOption();
        var command = new Command("download", "Downloads the pictures of metadata into shards of tar, parquet and stats, as img2dataset lays them out. The same command goes on where one was interrupted.")
        {
            inputs, folder, url, caption, kept, json,
        }.WithExamples(
            "akkaclip data download part-00000.parquet --output shards --keep similarity punsafe",
            "akkaclip data download part-00000.parquet --output shards --keep similarity punsafe --retry failed",
            "akkaclip data download urls.csv --output shards --resize center-crop --image-size 224 --user-agent 'MyLab (me@lab.example)'");
        var options = new DataDownloadOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = Output.Of(parsed, json);
            var input = UrlList.Open(parsed.GetRequiredValue(inputs), parsed.GetValue(url), parsed.GetValue(caption), [.. parsed.GetValue(kept) ?? []]);
            using var downloader = new Downloader(options.Read(parsed), parsed.GetRequiredValue(folder), TimeProvider.System);
            var counts = await RunAsync(downloader, input, output, cancellation);
            output.Result(counts, o => Describe(o, counts));
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<DownloadCounts> RunAsync(Downloader downloader, DownloadInput input, Output output, CancellationToken cancellation)
    {
        using var line = new TerminalLine(output);
        var start = TimeProvider.System.GetTimestamp();
        await using var timer = TimeProvider.System.CreateTimer(
            _ => line.Show(Progress(downloader.Counts, TimeProvider.System.GetElapsedTime(start))), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        return await downloader.RunAsync(input, cancellation);
    }

    private static string Progress(DownloadCounts counts, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{counts.NumRows:N0} rows, {Share(counts.NumSuccesses, counts.NumRows)} samples, {counts.NumRowsNow / elapsed.TotalSeconds:N0} rows/s, "
        + $"{counts.NumBytesFetched / elapsed.TotalSeconds / 1e6:N1} MB/s{Worst(counts)}");

    /// <summary>The commonest reasons of failure, and how many hosts are given up.</summary>
    private static string Worst(DownloadCounts counts)
    {
        var reasons = counts.Problems.OrderByDescending(problem => problem.Value).Take(2).Select(problem => $"; {problem.Key.Name()} {Share(problem.Value, counts.NumRows)}");
        return string.Concat(reasons) + (counts.HostsInTrouble.Count > 0 ? $"; {counts.HostsInTrouble.Count} hosts given up" : "");
    }

    private static void Describe(Output output, DownloadCounts counts)
    {
        output.Line(string.Create(CultureInfo.InvariantCulture, $"{counts.NumSuccesses:N0} samples of {counts.NumRows:N0} rows in {counts.NumShards:N0} shards; {counts.NumRowsNow:N0} rows now, by {counts.NumRequests:N0} requests"));
        if (counts.Problems.Count > 0)
        {
            output.Table(
                ["reason", "rows", "share"],
                [.. counts.Problems.OrderByDescending(problem => problem.Value).Select(problem => new[]
                {
                    problem.Key.Name(), problem.Value.ToString("N0", CultureInfo.InvariantCulture), Share(problem.Value, counts.NumRows),
                })]);
        }
        foreach (var (host, problem) in counts.HostsInTrouble.Take(10))
            output.Line($"given up: {host} ({problem.Name()})");
    }

    private static string Share(long part, long whole) => (whole == 0 ? 0 : (double)part / whole).ToString("P1", CultureInfo.InvariantCulture);
}
