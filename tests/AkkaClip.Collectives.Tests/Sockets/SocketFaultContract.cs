using AkkaClip.Collectives.Links;
using AkkaClip.Collectives.Sockets;
using AkkaClip.Collectives.Tests.InProcess;
using AkkaClip.Collectives.Tests.Links;
using AkkaClip.Core.Exchange;
using AkkaClip.Core.Membership;

namespace AkkaClip.Collectives.Tests.Sockets;

/// <summary>
/// What every topology keeps to: three members, of which rank 2 dials the others over wires that fail. Whatever happens, every member's operation ends,
/// with the right sum or with the name of a peer; none hangs.
/// </summary>
public abstract class SocketFaultContract : IDisposable
{
    private const int WorldSize = 3;
    private const int Length = 4_000_000;

    /// <summary>The handshake and the announcements are below, the 16 MB of floats above.</summary>
    private const int InTheMiddle = 3_000_000;

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);
    private static readonly Generation s_generation = Generation.Of(new RunId("run"), 3, 0, Enumerable.Range(0, WorldSize).Select(SocketCluster.Trainer));

    private readonly SocketCluster _cluster = new(TestNodes.Options);
    private readonly List<Tap> _taps = [];

    /// <summary>How the members exchange.</summary>
    protected virtual SocketGroupOptions Options { get; } = new();

    /// <summary>The host of a rank; rank 2 has one of its own.</summary>
    protected virtual string HostOf(int rank) => rank == 2 ? "another" : $"host {rank}";

    public void Dispose()
    {
        _cluster.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(InTheMiddle)]
    [InlineData(12_000_000)]
    public async Task A_cut_wire_fails_all_members_and_names_one_of_its_ends(int afterBytes)
    {
        var members = Connect(TestNodes.Options);
        _taps[0].CutAfter(afterBytes);
        foreach (var failure in await Failures(members))
            Assert.True(failure.PeerRank is 0 or 2, failure.Message);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(InTheMiddle)]
    public async Task A_wire_that_is_silent_without_being_closed_fails_all_members(int afterBytes)
    {
        var members = Connect(TestNodes.Options with { SilenceLimit = TimeSpan.FromMilliseconds(500), LinkTimeout = TimeSpan.FromSeconds(2) });
        _taps[0].FreezeAfter(afterBytes);
        foreach (var failure in await Failures(members))
            Assert.True(failure.PeerRank is 0 or 2, failure.Message);
    }

    [Fact]
    public async Task A_flipped_bit_is_noticed_and_blamed_on_the_link()
    {
        var members = Connect(TestNodes.Options);
        _taps[0].SpoilAfter(InTheMiddle);
        foreach (var failure in await Failures(members))
        {
            Assert.Contains("checksum", failure.Message, StringComparison.Ordinal);
            Assert.True(failure.PeerRank is 0 or 2, failure.Message);
        }
    }

    [Fact]
    public async Task A_member_that_is_slow_is_waited_for_beyond_the_silence_limit()
    {
        var limit = TimeSpan.FromMilliseconds(400);
        var members = Connect(TestNodes.Options with { SilenceLimit = limit });
        var buffers = Buffers();
        var first = members[..2].Select(member => member.AllReduceSum(buffers[member.Rank])).ToArray();

        // Signs of life of 56 bytes each, four in the limit from each end: these take several limits.
        _taps[0].AwaitBytes(56 * 4 * 2 * 4);
        var last = members[2].AllReduceSum(buffers[2]);
        await Together(first.Append(last).Select<ICollectiveOperation, Action>(operation => operation.Complete));
        Assert.All(buffers, AssertIsSum);
    }

    [Fact]
    public async Task A_member_that_fails_while_sending_is_named_to_all()
    {
        var members = Connect(TestNodes.Options);
        var operations = members.Select(member => member.AllReduceSum(Buffers()[member.Rank])).ToArray();
        _taps[1].AwaitBytes(InTheMiddle);
        members[1].Fail(1, "out of memory");
        foreach (var failure in await Failures(operations))
        {
            Assert.Equal(1, failure.PeerRank);
            Assert.Contains("out of memory", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_member_whose_buffer_is_gone_while_summing_is_named_to_all()
    {
        var members = Connect(TestNodes.Options);
        var failures = members.Select(member => Failure(() => member.AllReduceSum(member.Rank == 1 ? new FreedMemory().Memory : new float[64]).Complete()));
        foreach (var failure in await Task.WhenAll(failures).WaitAsync(s_hang))
        {
            Assert.Equal(1, failure.PeerRank);
            Assert.Contains("cannot be used", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_member_at_another_step_fails_all_and_is_named()
    {
        var members = Connect(TestNodes.Options);
        foreach (var member in members)
            member.BeginStep(member.Rank == 1 ? 8 : 7);
        foreach (var failure in await Failures(members))
        {
            Assert.Contains("of step 7", failure.Message, StringComparison.Ordinal);
            Assert.Contains("of step 8", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_member_of_an_older_generation_is_told_that_it_is_over()
    {
        var listeners = Listeners(TestNodes.Options);
        var endpoints = Endpoints(listeners);
        var newer = Generation.Of(s_generation.Run, s_generation.Number + 1, 0, s_generation.Members);
        _cluster.Own(SocketGroup.Join(newer, SocketCluster.Trainer(0), endpoints, listeners[0], Options));
        var late = _cluster.Own(SocketGroup.Join(s_generation, SocketCluster.Trainer(2), endpoints, listeners[2], Options));

        var failure = Assert.Single(await Failures([late]));
        Assert.Equal(0, failure.PeerRank);
        Assert.Contains("generation 3 of run is over", failure.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => SocketGroup.Join(s_generation, SocketCluster.Trainer(0), endpoints, listeners[0], Options));
    }

    [Fact]
    public async Task A_member_with_other_settings_is_told_which()
    {
        var listeners = Listeners(TestNodes.Options);
        var members = Enumerable.Range(0, WorldSize).Select(rank => Join(
            rank, listeners[rank], Endpoints(listeners), Options with { ChunkBytes = rank == 2 ? 64 * 1024 : 512 * 1024 })).ToArray();
        foreach (var failure in await Failures(members))
            Assert.Contains("65536", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_means_other_peers_is_refused()
    {
        var listeners = Listeners(TestNodes.Options);
        var other = Generation.Of(s_generation.Run, s_generation.Number, 7, s_generation.Members);
        Join(0, listeners[0], Endpoints(listeners), Options);
        var odd = _cluster.Own(SocketGroup.Join(other, SocketCluster.Trainer(2), Endpoints(listeners), listeners[2], Options));
        Assert.Contains("another first step", Assert.Single(await Failures([odd])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_of_another_cluster_is_refused()
    {
        var listeners = Listeners(TestNodes.Options);
        var stranger = _cluster.Own(new DataPlaneListener(TestNodes.Options with { Secret = "the secret of somebody else"u8.ToArray() }));
        Join(0, listeners[0], Endpoints(listeners), Options);
        var member = Join(2, stranger, Endpoints(listeners), Options);
        Assert.Contains("secret", Assert.Single(await Failures([member])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_never_joins_fails_the_others_by_name()
    {
        var options = TestNodes.Options with { LinkTimeout = TimeSpan.FromMilliseconds(500) };
        var listeners = Listeners(options);
        var members = new[] { 0, 2 }.Select(rank => Join(rank, listeners[rank], Endpoints(listeners), Options)).ToArray();
        foreach (var failure in await Failures(members))
            Assert.Equal(1, failure.PeerRank);
    }

    private ICollectiveMember[] Connect(DataPlaneOptions options)
    {
        var listeners = Listeners(options);
        var direct = Endpoints(listeners);
        var tapped = direct.ToDictionary();
        foreach (var rank in new[] { 0, 1 })
        {
            var listening = listeners[rank].Endpoint;
            _taps.Add(_cluster.Own(new Tap(listening)));
            tapped[SocketCluster.Trainer(rank)] = _taps[rank].Endpoint with { HostId = listening.HostId, UnixName = listening.UnixName };
        }
        return [.. Enumerable.Range(0, WorldSize).Select(rank => Join(rank, listeners[rank], rank == 2 ? tapped : direct, Options))];
    }

    private ICollectiveMember Join(int rank, DataPlaneListener listener, Dictionary<TrainerId, DataPlaneEndpoint> endpoints, SocketGroupOptions options) =>
        _cluster.Own(SocketGroup.Join(s_generation, SocketCluster.Trainer(rank), endpoints, listener, options));

    private DataPlaneListener[] Listeners(DataPlaneOptions options) =>
        [.. Enumerable.Range(0, WorldSize).Select(rank => _cluster.Own(new DataPlaneListener(options with { UnixSocket = OperatingSystem.IsLinux(), HostId = HostOf(rank) })))];

    private static Dictionary<TrainerId, DataPlaneEndpoint> Endpoints(DataPlaneListener[] listeners) =>
        Enumerable.Range(0, WorldSize).ToDictionary(SocketCluster.Trainer, rank => listeners[rank].Endpoint);

    private static float[][] Buffers() => [.. Enumerable.Range(0, WorldSize).Select(rank => Enumerable.Repeat(rank + 1f, Length).ToArray())];

    private static void AssertIsSum(float[] buffer) => Assert.Equal(-1, buffer.AsSpan().IndexOfAnyExcept(1f + 2f + 3f));

    /// <summary>Every member sums, and every one fails, at once or on completion.</summary>
    private static async Task<CollectiveFailedException[]> Failures(ICollectiveMember[] members)
    {
        var buffers = Buffers();
        return await Task.WhenAll(members.Select(member => Failure(() => member.AllReduceSum(buffers[member.Rank]).Complete()))).WaitAsync(s_hang);
    }

    private static Task<CollectiveFailedException[]> Failures(ICollectiveOperation[] operations) =>
        Task.WhenAll(operations.Select(operation => Failure(operation.Complete))).WaitAsync(s_hang);

    private static Task<CollectiveFailedException> Failure(Action act) =>
        Task.Factory.StartNew(() => Assert.Throws<CollectiveFailedException>(act), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Task Together(IEnumerable<Action> acts) =>
        Task.WhenAll(acts.Select(act => Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).WaitAsync(s_hang);
}
