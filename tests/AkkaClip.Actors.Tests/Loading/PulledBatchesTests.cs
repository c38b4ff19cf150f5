using System.Collections.Concurrent;
using System.Collections.Immutable;
using AkkaClip.Actors.Loading;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Collectives.Links;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;

namespace AkkaClip.Actors.Tests.Loading;

/// <summary>Batches that come over the data plane, beside those that the trainer's own node makes.</summary>
public sealed class PulledBatchesTests : IClassFixture<PictureSource>, IDisposable
{
    /// <summary>Nothing depends on the value; what hangs fails.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static readonly BatchPlan s_plan = new(PictureSource.Target.GlobalBatch);

    private readonly PictureSource _pictures;
    private readonly BulkClient _client = new(ServingNode.Options);
    private readonly LoaderDirectory _directory = new();
    private readonly ConcurrentQueue<string> _reports = [];
    private readonly List<IDisposable> _owned = [];

    public PulledBatchesTests(PictureSource pictures) => _pictures = pictures;

    public void Dispose()
    {
        foreach (var owned in Enumerable.Reverse(_owned))
            owned.Dispose();
        _client.Dispose();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 3)]
    public async Task Every_byte_is_that_of_the_trainers_own_loader(int numNodes, int numTrainers)
    {
        using var own = _pictures.CreateLoader();
        var pulled = Pull();
        Use([.. Enumerable.Range(0, numNodes).Select(number => Serve($"node-{number}"))]);
        for (var step = 0; step < 12; step++)
        {
            for (var rank = 0; rank < numTrainers; rank++)
            {
                var slice = s_plan.Slice(step, rank, numTrainers);
                var batch = await Load(pulled, slice, [s_plan.Slice(step + 1, rank, numTrainers)]);
                AssertSame(await own.LoadAsync(slice), batch);
            }
        }

        Assert.Empty(_reports);
    }

    [Fact]
    public async Task Samples_that_a_node_cannot_use_are_counted_here_by_reason()
    {
        using var own = _pictures.CreateLoader();
        var pulled = Pull();
        Use(Serve("node"));
        for (var step = 0; step < 6; step++)
        {
            await own.LoadAsync(s_plan.Step(step));
            await Load(pulled, s_plan.Step(step));
        }

        Assert.Equal(2, pulled.Statistics.NumReplaced.Count);
        Assert.Equal(own.Statistics.NumReplaced, pulled.Statistics.NumReplaced);
    }

    [Fact]
    public async Task What_a_lost_node_owes_comes_from_another_and_is_told_of_once()
    {
        using var own = _pictures.CreateLoader();
        var begun = new SemaphoreSlim(0);
        var lost = Own(new ServingNode("lost", async (_, _, cancelled) =>
        {
            begun.Release();
            await Task.Delay(Timeout.Infinite, cancelled);
        }));
        var pulled = Pull(maxAhead: 4);
        Use(lost, Serve("other"));
        var first = s_plan.Step(0);
        var loading = Load(pulled, first, [.. Enumerable.Range(1, 4).Select(step => s_plan.Step(step))]);
        Assert.True(await begun.WaitAsync(s_patience));

        lost.Dispose();

        AssertSame(await own.LoadAsync(first), await loading);
        for (var step = 1; step <= 6; step++)
            AssertSame(await own.LoadAsync(s_plan.Step(step)), await Load(pulled, s_plan.Step(step), [s_plan.Step(step + 1), s_plan.Step(step + 2)]));
        Assert.StartsWith("node lost: ", Assert.Single(_reports), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_slow_is_passed_over_and_the_first_answer_counts()
    {
        using var own = _pictures.CreateLoader();
        var given = new TaskCompletionSource();
        var stuck = Own(new ServingNode("a-stuck", async (_, _, cancelled) =>
        {
            using var registered = cancelled.Register(given.SetResult);
            await given.Task;
        }));
        var pulled = Pull(timeout: TimeSpan.FromMilliseconds(20));
        Use(stuck, Serve("b-quick"));

        AssertSame(await own.LoadAsync(s_plan.Step(0)), await Load(pulled, s_plan.Step(0)));

        await given.Task.WaitAsync(s_patience); // nobody waits for it any more, and it is told so
        Assert.Contains(_reports, report => report.StartsWith("node a-stuck: no batch within 0.02 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_that_sends_something_else_is_passed_over()
    {
        using var own = _pictures.CreateLoader();
        var pulled = Pull();
        Use(
            Own(new ServingNode("a-short", (_, body, _) => body.Write(new byte[] { 1, 2, 3 }))),
            Own(new ServingNode("b-long", (_, body, _) => body.Write(new byte[10_000_000]))),
            Own(new ServingNode("c-empty", (_, _, _) => Task.CompletedTask)),
            Serve("d-sound"));

        AssertSame(await own.LoadAsync(s_plan.Step(0)), await Load(pulled, s_plan.Step(0)));

        Assert.Equal(["node a-short", "node b-long", "node c-empty"], _reports.Select(report => report.Split(':')[0]).Order());
    }

    [Fact]
    public async Task A_node_that_knows_the_run_by_another_configuration_does_not_serve_it()
    {
        var pulled = Pull(waits: false);
        _directory.Set("another", [Serve("node").Address]);

        await Assert.ThrowsAsync<NoLoaderException>(() => Load(pulled, s_plan.Step(0)));

        Assert.Contains("no channel batches/a run/another is served", Assert.Single(_reports), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batches_ahead_are_asked_for_once_and_no_more_of_them_than_are_allowed()
    {
        using var go = new SemaphoreSlim(0);
        using var loader = _pictures.CreateLoader();
        var channel = new BatchChannel(loader, PictureSource.Target, new ByteBudget(1 << 20));
        var node = Own(new ServingNode("node", async (request, body, cancelled) =>
        {
            await go.WaitAsync(cancelled);
            await channel.Serve(request, body, cancelled);
        }));
        var pulled = Pull(maxAhead: 2);
        Use(node);
        var loading = Load(pulled, s_plan.Step(0), [.. Enumerable.Range(1, 9).Select(step => s_plan.Step(step))]);
        await Until(() => node.NumRequests == 3);
        go.Release(3);
        await loading;
        pulled.Expect([s_plan.Step(1), s_plan.Step(2)]);
        await Load(pulled, s_plan.Step(1), [s_plan.Step(2)]);
        await Load(pulled, s_plan.Step(2));

        Assert.Equal(3, node.NumRequests);
    }

    [Fact]
    public async Task Batches_that_are_not_expected_any_more_are_given_up()
    {
        var (begun, given) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        Use(Own(new ServingNode("node", async (_, _, cancelled) =>
        {
            using var registered = cancelled.Register(() => given.Release());
            begun.Release();
            await Task.Delay(Timeout.Infinite, cancelled);
        })));
        var pulled = Pull();
        pulled.Expect([s_plan.Step(1), s_plan.Step(2)]);
        Assert.True(await begun.WaitAsync(s_patience) && await begun.WaitAsync(s_patience));

        pulled.Expect([]);

        Assert.True(await given.WaitAsync(s_patience) && await given.WaitAsync(s_patience));
    }

    [Fact]
    public async Task Where_no_node_is_there_a_run_waits_says_so_and_uses_the_one_that_comes()
    {
        using var own = _pictures.CreateLoader();
        var pulled = Pull(timeout: TimeSpan.FromMilliseconds(20));
        var loading = Load(pulled, s_plan.Step(0));
        await Until(() => !_reports.IsEmpty);
        Assert.False(loading.IsCompleted);

        Use(Serve("late"));

        AssertSame(await own.LoadAsync(s_plan.Step(0)), await loading);
        Assert.Equal("no node of role data serves the run; training waits for one", _reports.First());
    }

    [Fact]
    public async Task A_run_that_may_falls_back_to_its_own_node_and_returns_to_others()
    {
        using var own = _pictures.CreateLoader();
        var numOpened = 0;
        var pulled = Pull(waits: false);
        var loader = Own(new RunLoader(LoaderPlace.Either, "trainer", () =>
        {
            numOpened++;
            return _pictures.CreateLoader();
        }, pulled));
        var node = Serve("node");
        Use(node);
        AssertSame(await own.LoadAsync(s_plan.Step(0)), await Load(loader, s_plan.Step(0), [s_plan.Step(1)]));
        Assert.Equal(0, numOpened);

        node.Dispose();
        AssertSame(await own.LoadAsync(s_plan.Step(2)), await Load(loader, s_plan.Step(2), [s_plan.Step(3)]));
        Assert.Equal(1, numOpened);

        var next = Serve("next");
        Use(next);
        AssertSame(await own.LoadAsync(s_plan.Step(4)), await Load(loader, s_plan.Step(4)));
        Assert.Equal((1, 1), (numOpened, next.NumRequests));
    }

    [Fact]
    public async Task Data_that_no_node_can_use_is_a_mistake_that_names_the_nodes()
    {
        var pulled = Pull();
        Use(Serve("one", maxReplacedShare: 0), Serve("two", maxReplacedShare: 0));

        var mistake = await Assert.ThrowsAsync<UserErrorException>(async () =>
        {
            for (var step = 0; step < 6; step++)
                await Load(pulled, s_plan.Step(step));
        });

        Assert.Contains("node one: ", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("node two: ", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("unusable samples", mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(0, 0)]
    [InlineData(-1, 7)]
    [InlineData(long.MaxValue, 7)]
    [InlineData(0, int.MaxValue)]
    public async Task A_claim_that_no_step_can_make_is_refused(long start, int count)
    {
        var node = Serve("node");
        var refused = await Assert.ThrowsAsync<BulkFailedException>(() => _client.Request(
            DataPlaneEndpoint.Parse(node.Address.Endpoint),
            BatchRequest.Channel(ServingNode.Run, ServingNode.Configuration),
            BatchRequest.Write(new PositionRange(start, count)),
            1 << 20,
            CancellationToken.None).WaitAsync(s_patience));

        Assert.Contains($"there is no slice of {count} samples from position {start}: a step has 7", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_beyond_a_nodes_memory_wait_and_are_all_answered()
    {
        using var own = _pictures.CreateLoader();
        var oneBatch = new ByteBudget(BatchAnswer.NumBytes(7, PictureSource.Target));
        Use(Own(new ServingNode("small", _pictures.CreateLoader(), oneBatch)));
        var pulls = Enumerable.Range(0, 4).Select(_ => Pull(maxAhead: 3)).ToList();

        var batches = await Task.WhenAll(pulls.Select(pulled => Load(pulled, s_plan.Step(0), [s_plan.Step(1), s_plan.Step(2), s_plan.Step(3)])));

        var expected = await own.LoadAsync(s_plan.Step(0));
        Assert.All(batches, batch => AssertSame(expected, batch));
        await Until(() => oneBatch.NumTaken == 0);
    }

    private PulledBatches Pull(int maxAhead = 2, TimeSpan? timeout = null, bool waits = true) => Own(new PulledBatches(
        new PullOptions(ServingNode.Run, PictureSource.Target, maxAhead, timeout ?? s_patience, waits), _client, _directory, _reports.Enqueue, TimeProvider.System));

    private ServingNode Serve(string name, double maxReplacedShare = 1) => Own(new ServingNode(name, _pictures.CreateLoader(maxReplacedShare)));

    private void Use(params ServingNode[] nodes) => _directory.Set(ServingNode.Configuration, [.. nodes.Select(node => node.Address)]);

    private T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    /// <summary>As a trainer's loader does it.</summary>
    private static Task<Batch> Load(IBatchLoader loader, PositionRange slice, ImmutableArray<PositionRange> upcoming = default)
    {
        var loading = loader.LoadAsync(slice);
        loader.Expect(upcoming.IsDefault ? [] : upcoming);
        return loading.WaitAsync(s_patience);
    }

    private static async Task Until(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!holds())
            await Task.Delay(10, patience.Token);
    }

    private static void AssertSame(Batch expected, Batch actual)
    {
        Assert.Equal(
            (expected.FirstPosition, expected.ImageSize, expected.ContextLength, expected.NumReplaced),
            (actual.FirstPosition, actual.ImageSize, actual.ContextLength, actual.NumReplaced));
        Assert.Equal(expected.SampleIds, actual.SampleIds);
        Assert.Equal(expected.Tokens, actual.Tokens);
        Assert.Equal(expected.Pixels, actual.Pixels);
    }
}
