using System.Net;
using System.Net.Sockets;
using AkkaClip.Data.Downloads;
using AkkaClip.Data.Downloads.Fetching;
using AkkaClip.TestSupport;

namespace AkkaClip.Data.Tests.Downloads;

public sealed class ImageFetcherTests : IAsyncLifetime
{
    private static readonly FetchOptions s_options = new()
    {
        AllowPrivateAddresses = true,
        MaxBytes = 1 << 20,
        Timeout = TimeSpan.FromSeconds(60),
        ConnectTimeout = TimeSpan.FromSeconds(60),
    };

    private ImageServer _server = null!;

    public async Task InitializeAsync() => _server = await ImageServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_picture_comes_as_it_was_sent()
    {
        var outcome = await FetchAsync("/image/3");
        Assert.Equal(ImageServer.Picture(3), Assert.IsType<FetchOutcome.Fetched>(outcome).Bytes);
    }

    [Theory]
    [InlineData("/status/404", DownloadProblem.NotFound)]
    [InlineData("/status/410", DownloadProblem.NotFound)]
    [InlineData("/status/403", DownloadProblem.Refused)]
    [InlineData("/status/451", DownloadProblem.Refused)]
    [InlineData("/status/204", DownloadProblem.Refused)]
    [InlineData("/status/500", DownloadProblem.ServerError)]
    [InlineData("/status/429", DownloadProblem.RateLimited)]
    [InlineData("/noai", DownloadProblem.OptedOut)]
    [InlineData("/short", DownloadProblem.ConnectionLost)]
    [InlineData("/reset", DownloadProblem.ConnectionLost)]
    [InlineData("/endless", DownloadProblem.TooLarge)]
    [InlineData("/huge", DownloadProblem.TooLarge)]
    [InlineData("/elsewhere", DownloadProblem.BadUrl)]
    public async Task What_goes_wrong_has_its_reason(string path, DownloadProblem expected)
    {
        var failed = Assert.IsType<FetchOutcome.Failed>(await FetchAsync(path));
        Assert.Equal(expected, failed.Problem);
        Assert.NotEmpty(failed.Detail);
    }

    [Theory]
    [InlineData("/silent")]
    [InlineData("/slow")]
    public async Task A_host_that_takes_too_long_is_left(string path)
    {
        var outcome = await FetchAsync(path, s_options with { Timeout = TimeSpan.FromMilliseconds(300), HonourRobots = false });
        Assert.Equal(DownloadProblem.TimedOut, Assert.IsType<FetchOutcome.Failed>(outcome).Problem);
    }

    [Fact]
    public async Task The_time_that_a_host_asks_for_is_passed_on()
    {
        var failed = Assert.IsType<FetchOutcome.Failed>(await FetchAsync("/busy"));
        Assert.Equal(TimeSpan.FromHours(1), failed.RetryAfter);
    }

    [Fact]
    public async Task A_redirect_is_told_and_not_followed()
    {
        Assert.Equal(_server.Of("/image/1"), Assert.IsType<FetchOutcome.Redirected>(await FetchAsync("/redirect/0")).To);
        Assert.Equal(0, _server.NumAsked("/image/1"));
    }

    [Fact]
    public async Task Loopback_is_not_asked_unless_allowed()
    {
        var failed = Assert.IsType<FetchOutcome.Failed>(await FetchAsync("/image/1", s_options with { AllowPrivateAddresses = false }));
        Assert.Equal(DownloadProblem.ForbiddenAddress, failed.Problem);
        Assert.Equal(0, _server.NumAsked("/image/1"));
    }

    [Fact]
    public async Task A_name_that_leads_inside_is_not_asked_even_beside_a_public_address()
    {
        var options = s_options with { AllowPrivateAddresses = false };
        using var fetcher = new ImageFetcher(options, TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("1.1.1.1"), IPAddress.Loopback]));
        var outcome = await fetcher.FetchAsync(new Uri($"http://rebinding.example:{_server.Address.Port}/image/1"), CancellationToken.None);
        var failed = Assert.IsType<FetchOutcome.Failed>(outcome);
        Assert.Equal(DownloadProblem.ForbiddenAddress, failed.Problem);
        Assert.Contains("127.0.0.1", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told_from_a_host_that_is_down()
    {
        using var fetcher = new ImageFetcher(s_options, TimeProvider.System, (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)));
        var unknown = Assert.IsType<FetchOutcome.Failed>(await fetcher.FetchAsync(new Uri("http://nobody.example/a.jpg"), CancellationToken.None));
        Assert.Equal(DownloadProblem.UnknownHost, unknown.Problem);

        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var down = Assert.IsType<FetchOutcome.Failed>(await FetchAsync($"http://127.0.0.1:{port}/a.jpg"));
        Assert.Equal(DownloadProblem.CannotConnect, down.Problem);
    }

    [Fact]
    public async Task Robots_txt_is_asked_for_once_and_obeyed()
    {
        _server.Robots = "User-agent: *\nDisallow: /private/\n";
        using var fetcher = new ImageFetcher(s_options, TimeProvider.System);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => fetcher.FetchAsync(_server.Of($"/private/{i}"), CancellationToken.None)));
        Assert.All(outcomes, outcome => Assert.Equal(DownloadProblem.DisallowedByRobots, Assert.IsType<FetchOutcome.Failed>(outcome).Problem));
        Assert.IsType<FetchOutcome.Fetched>(await fetcher.FetchAsync(_server.Of("/image/1"), CancellationToken.None));
        Assert.Equal(1, _server.NumAsked("/robots.txt"));
    }

    [Fact]
    public async Task Robots_txt_can_be_set_aside()
    {
        _server.Robots = "User-agent: *\nDisallow: /\n";
        Assert.IsType<FetchOutcome.Fetched>(await FetchAsync("/image/1", s_options with { HonourRobots = false }));
        Assert.Equal(0, _server.NumAsked("/robots.txt"));
    }

    [Fact]
    public async Task Bytes_that_are_no_http_are_a_lost_connection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var socket = await listener.AcceptSocketAsync();
            await socket.ReceiveAsync(new byte[1000]);
            await socket.SendAsync("220 smtp.example ESMTP\r\n"u8.ToArray());
        });
        var outcome = await FetchAsync($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/a.jpg", s_options with { HonourRobots = false });
        await serving;
        Assert.Equal(DownloadProblem.ConnectionLost, Assert.IsType<FetchOutcome.Failed>(outcome).Problem);
    }

    private async Task<FetchOutcome> FetchAsync(string path, FetchOptions? options = null)
    {
        using var fetcher = new ImageFetcher(options ?? s_options, TimeProvider.System);
        return await fetcher.FetchAsync(_server.Of(path), CancellationToken.None);
    }
}
