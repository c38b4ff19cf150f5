using System.Text;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Collectives.Links;

namespace AkkaClip.Collectives.Tests.Bulk;

public sealed class BulkTests : IDisposable
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    private readonly DataPlaneListener _listener = new(TestNodes.Options);
    private readonly BulkServer _server;
    private readonly BulkClient _client = new(TestNodes.Options);

    public BulkTests() => _server = new BulkServer(_listener);

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _listener.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(512 * 1024)]
    [InlineData(3_000_001)]
    public async Task An_answer_of_any_size_comes_whole(int length)
    {
        var answer = Enumerable.Range(0, length).Select(i => (byte)(i * 7 >> 2)).ToArray();
        _server.Register("bytes", async (_, body, _) =>
        {
            await body.Write(answer.AsMemory(0, length / 3));
            await body.Write(answer.AsMemory(length / 3));
        });
        Assert.True((await Ask("bytes", "", length)).AsSpan().SequenceEqual(answer));
        var target = new byte[length + 10];
        Assert.Equal(length, await _client.RequestInto(_listener.Endpoint, "bytes", default, target, default).WaitAsync(s_hang));
        Assert.True(answer.AsSpan().SequenceEqual(target.AsSpan(0, length)));
    }

    [Fact]
    public async Task Requests_on_one_connection_overtake_each_other()
    {
        var first = new TaskCompletionSource();
        _server.Register("turn", async (request, body, _) =>
        {
            if (request.Span[0] == (byte)'1')
                await first.Task;
            await body.Write(request);
        });
        var slow = Ask("turn", "1");
        var quick = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Ask("turn", "2")));
        Assert.All(quick, answer => Assert.Equal("2"u8, answer));
        Assert.False(slow.IsCompleted);
        first.SetResult();
        Assert.Equal("1", Encoding.UTF8.GetString(await slow));
    }

    [Fact]
    public async Task A_handler_s_exception_fails_its_request_alone()
    {
        _server.Register("fails", (_, _, _) => throw new InvalidOperationException("no such batch"));
        _server.Register("works", (request, body, _) => body.Write(request));
        var failure = await Assert.ThrowsAsync<BulkFailedException>(() => Ask("fails", ""));
        Assert.Contains("no such batch", failure.Message, StringComparison.Ordinal);
        Assert.Equal("x", Encoding.UTF8.GetString(await Ask("works", "x")));
    }

    [Fact]
    public async Task A_channel_that_is_not_served_is_named()
    {
        var failure = await Assert.ThrowsAsync<BulkFailedException>(() => Ask("nothing", ""));
        Assert.Contains("nothing", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_longer_than_allowed_fails_and_others_go_on()
    {
        _server.Register("long", (_, body, _) => body.Write(new byte[2_000_000]));
        await Assert.ThrowsAsync<BulkFailedException>(() => Ask("long", "", 1_999_999));
        Assert.Equal(2_000_000, (await Ask("long", "", 2_000_000)).Length);
    }

    [Fact]
    public async Task A_request_given_up_is_cancelled_at_the_server()
    {
        var cancelled = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        _server.Register("waits", async (_, _, token) =>
        {
            using var registered = token.Register(cancelled.SetResult);
            begun.SetResult();
            await cancelled.Task;
        });
        using var source = new CancellationTokenSource();
        var asking = _client.Request(_listener.Endpoint, "waits", default, 1, source.Token);
        await begun.Task.WaitAsync(s_hang);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(s_hang));
        await cancelled.Task.WaitAsync(s_hang);
    }

    [Fact]
    public async Task A_server_that_goes_away_fails_what_is_under_way_and_a_new_one_at_its_place_answers()
    {
        var begun = new TaskCompletionSource();
        _server.Register("waits", async (_, _, token) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        var asking = Ask("waits", "");
        await begun.Task.WaitAsync(s_hang);
        _server.Dispose();
        await Assert.ThrowsAsync<BulkFailedException>(() => asking);

        using var next = new BulkServer(_listener);
        next.Register("works", (request, body, _) => body.Write(request));
        Assert.Equal("x", Encoding.UTF8.GetString(await Ask("works", "x")));
    }

    [Fact]
    public async Task Another_secret_is_refused()
    {
        using var stranger = new BulkClient(TestNodes.Options with { Secret = "another secret, not ours"u8.ToArray() });
        var failure = await Assert.ThrowsAsync<BulkFailedException>(() => stranger.Request(_listener.Endpoint, "any", default, 1, default).WaitAsync(s_hang));
        Assert.Contains("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_fails_at_once()
    {
        var endpoint = _listener.Endpoint;
        _listener.Dispose();
        var failure = await Assert.ThrowsAsync<BulkFailedException>(() => _client.Request(endpoint, "any", default, 1, default).WaitAsync(s_hang));
        Assert.Contains(endpoint.ToString(), failure.Message, StringComparison.Ordinal);
    }

    private Task<byte[]> Ask(string channel, string request, int maxBytes = 100) =>
        _client.Request(_listener.Endpoint, channel, Encoding.UTF8.GetBytes(request), maxBytes, default).WaitAsync(s_hang);
}
