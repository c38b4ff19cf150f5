using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using AkkaClip.Actors.Nodes;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Nodes;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Nodes;

/// <summary>Nodes of one cluster in this process: actor systems of their own, linked over loopback.</summary>
/// <param name="folder">Of the runs, and of the journal.</param>
/// <param name="createParts">What the node of a name makes a run from.</param>
/// <param name="database">The journal's provider and connection string; null: an SQLite file in the folder.</param>
internal sealed class TestCluster(string folder, Func<string, RunSpec, IRunParts> createParts, (string Provider, string Connection)? database = null) : IAsyncDisposable
{
    /// <summary>A cluster that hangs fails its test after so long; nothing depends on the value.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<ClusterNode> _nodes = [];

    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    /// <summary>Starts a node; the first one begins the cluster.</summary>
    public Task<ClusterNode> Start(string name, int numTrainers, params string[] roles) => Start(name, roles, spec => spec with
    {
        Devices = [.. Enumerable.Repeat("cpu", numTrainers)],
    });

    /// <summary>Starts a node that is told more.</summary>
    public async Task<ClusterNode> Start(string name, string[] roles, Func<NodeSpec, NodeSpec> vary)
    {
        ImmutableArray<string> seeds = _nodes.Count == 0 ? [] : [Cluster.Get(_nodes[0].System).SelfAddress.ToString()];
        var spec = new NodeSpec
        {
            Name = name,
            Roles = [.. roles],
            Devices = [],
            TrainerThreads = 1,
            RunsDirectory = folder,
            Secret = new SecretText("the secret of a test, long enough"),
            Cluster = new ClusterSpec
            {
                System = "akkaclip", Host = "127.0.0.1", Port = 0, Seeds = seeds, AppVersion = "1.0.0", StableAfter = TimeSpan.FromSeconds(3), Tls = null,
            },
            DataPlane = new DataPlaneSpec { Host = "127.0.0.1", Port = 0, UnixSockets = true, ProgressDeadline = TimeSpan.FromSeconds(10), Tls = null },
            Persistence = new PersistenceSpec { Provider = PersistenceProvider.Sqlite, File = "", ConnectionString = new SecretText("") },
            RollCall = TimeSpan.FromSeconds(2),
            RestartGrace = TimeSpan.FromSeconds(10),
            LoaderMegabytes = 64,
            NodeOfferInterval = TimeSpan.FromMilliseconds(200),
        };
        var node = await ClusterNode.StartAsync(vary(spec), Configure(seeds, roles), _ => { }, run => createParts(name, run), CancellationToken.None);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Gives a run to the cluster, by way of one of its nodes.</summary>
    public static async Task Submit(ClusterNode node, RunSpec spec) =>
        Assert.IsType<RunRegistry.RunAccepted>(await Ask(node, new RunRegistry.SubmitRun(spec)));

    public static Task<object> Ask(ClusterNode node, object question) =>
        node.System.ActorSelection($"/user/{ClusterNode.RegistryProxy}").Ask<object>(question, Patience);

    /// <summary>Asks until there is an answer: what is sent to a registry that is about to move is lost.</summary>
    public static async Task<object> Query(ClusterNode node, object question)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await node.System.ActorSelection($"/user/{ClusterNode.RegistryProxy}").Ask<object>(question, TimeSpan.FromSeconds(2), patience.Token);
            }
            catch (AskTimeoutException)
            {
                patience.Token.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>The record of a run once it has ended.</summary>
    public static Task<RunRecord> Ended(ClusterNode node, string run) => Await(node, run, record => record.State.IsFinal());

    /// <summary>The record of a run once it is as expected.</summary>
    public static async Task<RunRecord> Await(ClusterNode node, string run, Func<RunRecord, bool> isExpected)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var record = Assert.IsType<RunRegistry.RunFound>(await Query(node, new RunRegistry.GetRun(run))).Status.Record;
            if (isExpected(record))
                return record;
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>The first event of a run that is as expected, once it is in the run's folder.</summary>
    public static async Task<RunEvent> Await(string folder, Func<RunEvent, bool> isExpected)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (File.Exists(MetricsFiles.LinesPath(folder)) && MetricsFiles.Read(folder).FirstOrDefault(isExpected) is { } happened)
                return happened;
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>Has a node leave.</summary>
    public async Task Stop(ClusterNode node)
    {
        _nodes.Remove(node);
        await node.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Enumerable.Reverse(_nodes))
            await node.DisposeAsync();
    }

    private Config Configure(ImmutableArray<string> seeds, string[] roles) =>
        $$"""
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.actor.provider = cluster
        akka.actor.serializers.akkaclip = "AkkaClip.Actors.Wire.WireSerializer, AkkaClip.Actors"
        akka.actor.serialization-bindings."AkkaClip.Actors.Wire.IWireMessage, AkkaClip.Actors" = akkaclip
        akka.remote.dot-netty.tcp.hostname = "127.0.0.1"
        akka.remote.dot-netty.tcp.port = 0
        akka.cluster.roles = [{{string.Join(", ", roles.Select(role => $"\"{role}\""))}}]
        akka.cluster.seed-nodes = [{{string.Join(", ", seeds.Select(seed => $"\"{seed}\""))}}]
        akka.cluster.gossip-interval = 100 ms
        akka.cluster.leader-actions-interval = 100 ms
        akka.cluster.periodic-tasks-initial-delay = 100 ms
        akka.cluster.down-removal-margin = 500 ms
        akka.cluster.failure-detector.acceptable-heartbeat-pause = 10 s
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        akka.persistence.journal.plugin = "akka.persistence.journal.sql"
        akka.persistence.journal.sql.class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
        akka.persistence.journal.sql.provider-name = "{{database?.Provider ?? "SQLite.MS"}}"
        akka.persistence.journal.sql.connection-string = "{{database?.Connection ?? $"Data Source={folder}/journal.db"}}"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        """;
}
