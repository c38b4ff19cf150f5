using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.Client;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.Event;
using AkkaClip.Actors.Parts;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Nodes;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Nodes;

/// <summary>A node of a cluster, running.</summary>
public sealed class ClusterNode : IAsyncDisposable
{
    /// <summary>Where clients and agents find the registry, on every node.</summary>
    public const string RegistryProxy = "runs-proxy";

    private const string Registry = "runs", SingletonName = "registry";

    /// <summary>Longer than a control node takes to be started again.</summary>
    private static readonly TimeSpan ControlPatience = TimeSpan.FromSeconds(10);

    private readonly ActorSystem _system;
    private readonly DataPlane? _plane;

    private ClusterNode(ActorSystem system, DataPlane? plane) => (_system, _plane) = (system, plane);

    /// <summary>The actor system, for what is not offered here.</summary>
    public ActorSystem System => _system;

    /// <summary>Completes when the node has left, whatever the cause.</summary>
    public Task Completion => _system.WhenTerminated;

    /// <summary>Opens the data plane, starts the actor system, and joins the cluster or begins one.</summary>
    /// <param name="akka">The actor system's configuration.</param>
    /// <param name="saveConfiguration">See <see cref="RunRegistrySettings.SaveConfiguration"/>.</param>
    /// <exception cref="Core.Errors.UserErrorException">The data plane's port or certificate cannot be used.</exception>
    public static Task<ClusterNode> StartAsync(NodeSpec spec, Config akka, Action<RunSpec> saveConfiguration, CancellationToken cancellation) =>
        StartAsync(spec, akka, saveConfiguration, run => new RunParts(run, TimeProvider.System), cancellation);

    /// <inheritdoc cref="StartAsync(NodeSpec, Config, Action{RunSpec}, CancellationToken)"/>
    /// <param name="createParts">Opens a run's data and resolves its model.</param>
    public static async Task<ClusterNode> StartAsync(
        NodeSpec spec, Config akka, Action<RunSpec> saveConfiguration, Func<RunSpec, IRunParts> createParts, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var warn = new LateLog();
        var plane = spec.Has(NodeRoles.Trainer) || spec.Has(NodeRoles.Data) ? new DataPlane(spec, warn.Warn) : null;
        ActorSystem system;
        try
        {
            system = ActorSystem.Create(spec.Cluster.System, akka
                .WithFallback(RunDispatchers.Config)
                .WithFallback(ClusterSingletonManager.DefaultConfig())
                .WithFallback(ClusterClientReceptionist.DefaultConfig())
                .WithFallback(DistributedPubSub.DefaultConfig()));
        }
        catch
        {
            plane?.Dispose();
            throw;
        }

        warn.Log = Logging.GetLogger(system, "data-plane");
        var node = new ClusterNode(system, plane);
        try
        {
            node.StartActors(spec, saveConfiguration, createParts);
            var cluster = Cluster.Get(system);
            if (spec.Cluster.Seeds.IsEmpty && cluster.Settings.SeedNodes.IsEmpty)
                await cluster.JoinAsync(cluster.SelfAddress, cancellation).ConfigureAwait(false);
            return node;
        }
        catch
        {
            await node.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Leaves the cluster: the step at hand is finished or given back, and the others know.</summary>
    public async ValueTask DisposeAsync()
    {
        await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance).ConfigureAwait(false);
        _plane?.Dispose();
    }

    private void StartActors(NodeSpec spec, Action<RunSpec> saveConfiguration, Func<RunSpec, IRunParts> createParts)
    {
        if (spec.Has(NodeRoles.Control))
        {
            var settings = new RunRegistrySettings
            {
                Node = spec.Name,
                SaveConfiguration = saveConfiguration,
                RestartGrace = spec.RestartGrace,
                RollCall = spec.RollCall,
                PoolMayGrow = true,
                RunsDirectory = spec.RunsDirectory,
                IsJournaled = true,
                SettleTime = 2 * spec.NodeOfferInterval,
            };
            _system.ActorOf(
                ClusterSingletonManager.Props(
                    RunRegistry.Props(settings),
                    PoisonPill.Instance,
                    ClusterSingletonManagerSettings.Create(_system).WithRole(NodeRoles.Control).WithSingletonName(SingletonName)),
                Registry);
        }

        var proxy = _system.ActorOf(
            ClusterSingletonProxy.Props(
                $"/user/{Registry}",
                ClusterSingletonProxySettings.Create(_system).WithRole(NodeRoles.Control).WithSingletonName(SingletonName)),
            RegistryProxy);
        ClusterClientReceptionist.Get(_system).RegisterService(proxy);
        _system.ActorOf(ControlWatch.Props(ControlPatience), "control-watch");
        if (!spec.Has(NodeRoles.Trainer) && !spec.Has(NodeRoles.Data) && !spec.Has(NodeRoles.Evaluator))
            return;
        var agent = _system.ActorOf(NodeAgent.Props(Settings(spec, createParts), proxy), "node");
        var shutdown = CoordinatedShutdown.Get(_system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "give-back", async () =>
        {
            // A node that is no member, that the others have put out, or that has outlived the control nodes, has nobody to say it to.
            var cluster = Cluster.Get(_system);
            if (cluster.IsUp && cluster.State.Members.Any(member => member.HasRole(NodeRoles.Control)) && shutdown.ShutdownReason is not CoordinatedShutdown.ClusterDowningReason)
                await agent.Ask<NodeAgent.Drained>(new NodeAgent.Drain()).ConfigureAwait(false);
            return Akka.Done.Instance;
        });
    }

    private NodeSettings Settings(NodeSpec spec, Func<RunSpec, IRunParts> createParts) => new()
    {
        Name = spec.Name,
        Devices = spec.Has(NodeRoles.Trainer) ? spec.Devices : [],
        Evaluates = spec.Has(NodeRoles.Evaluator),
        TrainerThreads = spec.ThreadsPerTrainer(Environment.ProcessorCount),
        CreateParts = createParts,
        Links = _plane?.Links ?? new NoLinks(),
        Batches = _plane?.Batches,
        OfferInterval = spec.NodeOfferInterval,
    };

    /// <summary>The data plane is there before the actor system that logs.</summary>
    private sealed class LateLog
    {
        public ILoggingAdapter? Log { get; set; }

        public void Warn(string line) => Log?.Warning(line);
    }
}
