using AkkaClip.TestSupport.Folders;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.App.Tests.Downloads;

/// <summary>Real processes, killed without a word.</summary>
public sealed class KilledDownloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PictureHost _host = new(LoopbackPort.Free());

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_killed_download_goes_on_without_asking_twice_for_what_it_had()
    {
        string[] paths = [.. Enumerable.Range(0, 20).Select(i => $"/quick/{i}.jpg"), .. Enumerable.Range(0, 10).Select(i => $"/held/{i}.jpg")];
        _folder.File("urls.csv", "url,caption\n" + string.Concat(paths.Select((path, i) => $"{_host.Address}{path},caption {i}\n")));
        using (var killed = CommandLineProcess.Start(_folder.Root, Download))
        {
            while (!File.Exists(Path.Combine(_folder.Root, "shards", "00001_stats.json")))
            {
                Assert.False(killed.HasExited);
                await Task.Delay(20);
            }
            killed.Kill();
        }
        _host.LetGo();

        var ended = await CommandLineProcess.RunAsync(_folder.Root, Download);
        Assert.True(ended.ExitCode == 0, ended.Errors);
        Assert.StartsWith("30 samples of 30 rows in 3 shards; 10 rows now", ended.Output, StringComparison.Ordinal);
        Assert.All(paths[..20], path => Assert.Equal(1, _host.NumAsked(path)));

        var statistics = await CommandLineProcess.RunAsync(_folder.Root, "data", "stats", "shards/*.tar", "--decode", "--json");
        Assert.True(statistics.ExitCode == 0, statistics.Errors);
        Assert.Contains("\"samples\": 30", statistics.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_input_in_the_same_folder_is_refused_in_one_line()
    {
        _folder.File("urls.csv", $"url\n{_host.Address}/a.jpg\n");
        Assert.Equal(0, (await CommandLineProcess.RunAsync(_folder.Root, Download)).ExitCode);
        _folder.File("urls.csv", $"url\n{_host.Address}/b.jpg\n{_host.Address}/c.jpg\n");
        var refused = await CommandLineProcess.RunAsync(_folder.Root, Download);
        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith("akkaclip: ", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("other inputs: urls.csv", refused.Errors, StringComparison.Ordinal);
        Assert.Single(refused.Errors.Trim().Split('\n'));
    }

    private static string[] Download { get; } =
        ["data", "download", "urls.csv", "--output", "shards", "--rows-per-shard", "10", "--allow-private-addresses", "--per-host", "4", "--timeout", "60"];
}
