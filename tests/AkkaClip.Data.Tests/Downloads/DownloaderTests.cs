using System.Formats.Tar;
using AkkaClip.Data.Downloads;
using AkkaClip.Data.Downloads.Fetching;
using AkkaClip.Data.Downloads.Hosts;
using AkkaClip.Data.Downloads.Pictures;
using AkkaClip.Data.Samples;
using AkkaClip.TestSupport;
using AkkaClip.TestSupport.Folders;

namespace AkkaClip.Data.Tests.Downloads;

public sealed class DownloaderTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ImageServer _server = null!;

    private static DownloadOptions Options { get; } = new()
    {
        Fetch = new FetchOptions { AllowPrivateAddresses = true, MaxBytes = 1 << 20, Timeout = TimeSpan.FromSeconds(60), MaxConnectionsPerHost = 4 },
        Picture = new PictureOptions { Resize = PictureResize.No },
        NumRequests = 16,
        NumThreads = 2,
        NumRetries = 1,
        RowsPerShard = 10,
    };

    public async Task InitializeAsync() => _server = await ImageServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_become_shards_and_every_failure_has_its_reason()
    {
        string[] urls =
        [
            .. Images(0, 12), "/status/404", "/noai", "/text", "/truncated", "/endless", "/loop", "/redirect/3", "/flaky/5", "not a url", "ftp://host/a.jpg", "",
        ];
        var counts = await RunAsync(urls);

        Assert.Equal(urls.Length, counts.NumRows);
        Assert.Equal(14, counts.NumSuccesses);
        Assert.Equal(
            new Dictionary<DownloadProblem, long>
            {
                [DownloadProblem.NotFound] = 1,
                [DownloadProblem.OptedOut] = 1,
                [DownloadProblem.NotAnImage] = 1,
                [DownloadProblem.UndecodableImage] = 1,
                [DownloadProblem.TooLarge] = 1,
                [DownloadProblem.TooManyRedirects] = 1,
                [DownloadProblem.BadUrl] = 3,
            },
            counts.Problems.ToDictionary());
        Assert.Equal(3, counts.NumShards);
        Assert.Equal(["00000.parquet", "00000.tar", "00000_stats.json", "00001.parquet", "00001.tar", "00001_stats.json", "00002.parquet", "00002.tar", "00002_stats.json"], Files());
        Assert.Equal(2, _server.NumAsked("/flaky/5"));
        Assert.True(_server.MaxActive <= 4);
    }

    [Fact]
    public async Task A_shard_holds_its_samples_by_key_whatever_order_they_came_in()
    {
        await RunAsync([.. Images(0, 4), "/status/404", .. Images(5, 3)]);

        var members = Members("00000.tar");
        Assert.Equal(
            from key in new[] { 0, 1, 2, 3, 5, 6, 7 }
            from extension in new[] { "jpg", "txt", "json" }
            select $"00000{key}.{extension}",
            members.Keys);
        Assert.Equal(ImageServer.Picture(6), members["000006.jpg"]); // a JPEG that needs no resize is kept to the byte
        Assert.Equal("caption 6", System.Text.Encoding.UTF8.GetString(members["000006.txt"]));
    }

    [Fact]
    public async Task The_samples_can_be_read_for_training()
    {
        await RunAsync(Images(0, 25));
        using var source = new Data.Shards.WebDatasetSource(Samples.Build.Spec(Core.Runs.DataFormat.WebDataset, Path.Combine(_folder.Root, "*.tar")));
        Assert.Equal(25, source.Count);
    }

    [Fact]
    public async Task What_was_downloaded_before_an_interruption_is_not_asked_for_again()
    {
        string[] urls = [.. Images(0, 17), .. Enumerable.Range(17, 6).Select(i => $"/held/{i}")];
        using var interruption = new CancellationTokenSource();
        using (var first = new Downloader(Options, _folder.Root, TimeProvider.System))
        {
            var running = first.RunAsync(Input(urls), interruption.Token);
            while (first.Counts.NumRows < 17)
                await Task.Yield();
            await interruption.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }
        Assert.Equal(["00000.parquet", "00000.tar", "00000_stats.json", "00001.journal", "00002.journal"], Files());

        _server.Gate.SetResult();
        var counts = await RunAsync(urls);
        Assert.Equal((23, 23, 6), (counts.NumRows, counts.NumSuccesses, counts.NumRowsNow));
        Assert.All(Images(0, 17), path => Assert.Equal(1, _server.NumAsked(path)));
        Assert.Equal(23, Directory.GetFiles(_folder.Root, "*.tar").Sum(tar => Members(Path.GetFileName(tar)).Count) / 3);
    }

    [Fact]
    public async Task A_second_call_finds_everything_done()
    {
        await RunAsync([.. Images(0, 12), "/status/404"]);
        var counts = await RunAsync([.. Images(0, 12), "/status/404"]);
        Assert.Equal((13, 12, 0), (counts.NumRows, counts.NumSuccesses, counts.NumRowsNow));
        Assert.Equal(1, counts.Problems[DownloadProblem.NotFound]);
        Assert.Equal(1, _server.NumAsked("/status/404"));
    }

    [Fact]
    public async Task What_failed_is_asked_for_again_on_request_and_what_was_forbidden_is_not()
    {
        string[] urls = [.. Images(0, 6), "/flaky/9", "/noai", "/status/404"];
        var once = Options with { NumRetries = 0 };
        Assert.Equal(6, (await RunAsync(urls, once)).NumSuccesses);

        var counts = await RunAsync(urls, once with { RetriesFailed = true });

        Assert.Equal((9, 7, 2), (counts.NumRows, counts.NumSuccesses, counts.NumRowsNow));
        Assert.All(Images(0, 6).Append("/noai"), path => Assert.Equal(1, _server.NumAsked(path)));
        Assert.Equal((2, 2), (_server.NumAsked("/flaky/9"), _server.NumAsked("/status/404")));
        Assert.Equal(7, Members("00000.tar").Count / 3);
        Assert.Equal(ImageServer.Picture(3), Members("00000.tar")["000003.jpg"]);
    }

    [Fact]
    public async Task The_table_holds_every_row_with_what_became_of_it()
    {
        await RunAsync([.. Images(0, 2), "/status/404"]);
        var input = Data.Downloads.Inputs.UrlList.Open([Path.Combine(_folder.Root, "00000.parquet")], "key", "status", ["problem", "width", "licence", "row"]);
        var rows = await input.Rows.ToListAsync();
        Assert.Equal(["000000", "000001", "000002"], rows.Select(row => row.Url));
        Assert.Equal(["success", "success", "failed_to_download"], rows.Select(row => row.Caption));
        Assert.Equal([null, "41", "CC0", "1"], rows[1].Fields.AsEnumerable());
        Assert.Equal(["not_found", null, "CC0", "2"], rows[2].Fields.AsEnumerable());
    }

    [Fact]
    public async Task A_folder_begun_with_other_rows_is_refused()
    {
        using (var first = new Downloader(Options, _folder.Root, TimeProvider.System))
        using (var interruption = new CancellationTokenSource())
        {
            var running = first.RunAsync(Input(["/image/1", "/held/1"]), interruption.Token);
            while (first.Counts.NumRows < 1)
                await Task.Yield();
            await interruption.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }
        var refused = await Assert.ThrowsAsync<DataSourceException>(() => RunAsync(["/image/2", "/held/1"]));
        Assert.Contains("00000.journal", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_down_is_given_up_and_its_rows_say_so()
    {
        using var free = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        free.Start();
        var port = ((System.Net.IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        // One request at a time, so that each failure is a new one.
        var options = Options with { NumRetries = 0, Fetch = Options.Fetch with { MaxConnectionsPerHost = 1, HonourRobots = false } };
        var time = new ManualTime();
        using var downloader = new Downloader(options, _folder.Root, time, new ImageFetcher(options.Fetch, TimeProvider.System));
        var running = downloader.RunAsync(Input([.. Enumerable.Range(0, 40).Select(i => $"http://127.0.0.1:{port}/{i}.jpg")]), CancellationToken.None);
        while (!running.IsCompleted)
        {
            if (downloader.Counts.NumRequests < HostHealth.MaxFailures)
                time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        var counts = await running;

        Assert.Equal(40, counts.Problems[DownloadProblem.CannotConnect]);
        Assert.Equal(HostHealth.MaxFailures, counts.NumRequests);
        Assert.Equal(DownloadProblem.CannotConnect, counts.HostsInTrouble["127.0.0.1"]);
    }

    [Fact]
    public async Task A_full_disk_ends_the_download_and_loses_nothing()
    {
        // A folder in the place of a journal stands for a file that cannot be written.
        Directory.CreateDirectory(Path.Combine(_folder.Root, "00001.journal"));
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(Images(0, 20)));
        Directory.Delete(Path.Combine(_folder.Root, "00001.journal"));
        Assert.Equal(20, (await RunAsync(Images(0, 20))).NumSuccesses);
    }

    private static string[] Images(int first, int count) => [.. Enumerable.Range(first, count).Select(i => $"/image/{i}")];

    private async Task<DownloadCounts> RunAsync(IReadOnlyList<string> urls, DownloadOptions? options = null)
    {
        using var downloader = new Downloader(options ?? Options, _folder.Root, TimeProvider.System);
        return await downloader.RunAsync(Input(urls), CancellationToken.None);
    }

    private DownloadInput Input(IReadOnlyList<string> urls) => new(
        ["licence"], [], urls.Select((url, i) => new DownloadRow(i, url.StartsWith('/') ? _server.Of(url).ToString() : url, $"caption {i}", ["CC0"])).ToAsyncEnumerable());

    private string[] Files() => [.. Directory.GetFiles(_folder.Root).Select(path => Path.GetFileName(path)).Where(name => name != DownloadManifest.FileName).Order(StringComparer.Ordinal)];

    private Dictionary<string, byte[]> Members(string tar)
    {
        var members = new Dictionary<string, byte[]>();
        using var reader = new TarReader(File.OpenRead(Path.Combine(_folder.Root, tar)));
        while (reader.GetNextEntry() is { } entry)
        {
            var bytes = new MemoryStream();
            entry.DataStream!.CopyTo(bytes);
            members.Add(entry.Name, bytes.ToArray());
        }
        return members;
    }
}
