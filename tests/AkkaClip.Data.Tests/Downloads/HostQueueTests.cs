using AkkaClip.Data.Downloads.Hosts;
using AkkaClip.TestSupport;

namespace AkkaClip.Data.Tests.Downloads;

public sealed class HostQueueTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly HostQueue<int> _queue;

    public HostQueueTests() => _queue = new HostQueue<int>(2, _time);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Hosts_take_turns()
    {
        foreach (var i in new[] { 1, 2, 3 })
            _queue.Add("many", i);
        _queue.Add("one", 10);

        var taken = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            var (host, item) = await TakeAsync();
            taken.Add(item);
            _queue.Release(host);
        }
        Assert.Equal([1, 10, 2], taken);
    }

    [Fact]
    public async Task A_host_has_no_more_than_its_share_under_way()
    {
        foreach (var i in new[] { 1, 2, 3 })
            _queue.Add("host", i);
        await TakeAsync();
        await TakeAsync();

        var third = _queue.TakeAsync(CancellationToken.None).AsTask();
        Assert.False(third.IsCompleted);
        _queue.Release("host");
        Assert.Equal(("host", 3), await third);
    }

    [Fact]
    public async Task A_host_that_rests_is_left_alone_until_then()
    {
        _queue.Rest("tired", TimeSpan.FromSeconds(10));
        _queue.Add("tired", 1);
        _queue.Add("fresh", 2);
        Assert.Equal(("fresh", 2), await TakeAsync());

        var next = _queue.TakeAsync(CancellationToken.None).AsTask();
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(("tired", 1), await next);
    }

    [Fact]
    public async Task What_is_put_off_comes_back_in_time()
    {
        _queue.AddLater("host", 1, TimeSpan.FromSeconds(5));
        var next = _queue.TakeAsync(CancellationToken.None).AsTask();
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(("host", 1), await next);
    }

    [Fact]
    public async Task One_that_gives_up_waiting_leaves_its_turn_to_another()
    {
        using var impatient = new CancellationTokenSource();
        var first = _queue.TakeAsync(impatient.Token).AsTask();
        var second = _queue.TakeAsync(CancellationToken.None).AsTask();
        await impatient.CancelAsync();
        _queue.Add("host", 1);
        Assert.Equal(("host", 1), await second);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task At_the_end_all_who_wait_are_told()
    {
        var waiting = Enumerable.Range(0, 3).Select(_ => _queue.TakeAsync(CancellationToken.None).AsTask()).ToArray();
        _queue.Complete();
        Assert.All(await Task.WhenAll(waiting), taken => Assert.Null(taken));
    }

    [Fact]
    public async Task Many_workers_take_each_item_once()
    {
        using var queue = new HostQueue<int>(3, TimeProvider.System);
        var taken = 0;
        var workers = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            var own = new List<int>();
            while (await queue.TakeAsync(CancellationToken.None) is var (host, item))
            {
                own.Add(item);
                await Task.Yield();
                queue.Release(host);
                if (Interlocked.Increment(ref taken) == 2000)
                    queue.Complete();
            }
            return own;
        })).ToArray();
        for (var i = 0; i < 2000; i++)
            queue.Add($"host-{i % 11}", i);
        var all = (await Task.WhenAll(workers)).SelectMany(items => items).Order();
        Assert.Equal(Enumerable.Range(0, 2000), all);
    }

    private async Task<(string Host, int Item)> TakeAsync() => (await _queue.TakeAsync(CancellationToken.None))!.Value;
}
