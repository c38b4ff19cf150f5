using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Actors.Evaluations;
using AkkaClip.Actors.Loading;
using AkkaClip.Actors.Wire;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Pool;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Nodes;

/// <summary>Offers a node's trainers to the registry, and hosts what the registry places here.</summary>
/// <remarks>
/// One on each node, and parent of its <see cref="HostedRun"/>s, which it restarts without limit: a run that fails here
/// takes no other along. It repeats its offer, because registries come and go; what it hosts is part of the offer, so
/// that a new registry finds its runs as they are.
/// </remarks>
public sealed class NodeAgent : ReceiveActor, IWithTimers
{
    private readonly NodeSettings _settings;
    private readonly IActorRef _registry;
    private readonly Dictionary<RunId, Hosted> _runs = [];

    /// <summary>Who waits for the node to have given everything back; null: it stays.</summary>
    private IActorRef? _drainedFor;

    public NodeAgent(NodeSettings settings, IActorRef registry)
    {
        _settings = settings;
        _registry = registry;
        Receive<Offer>(_ => SendOffer());
        Receive<PrepareRun>(command => Host(command.Spec).Forward(command));
        Receive<HostTrainer>(HostOne);
        Receive<ReleaseTrainer>(Release);
        Receive<FollowCoordinator>(command => Pass(command.Run, command));
        Receive<EvaluateCheckpoint>(command => Host(command.Spec).Forward(command.Task));
        Receive<ServeRun>(command => Host(command.Spec).Forward(command));
        Receive<UseLoaders>(command => Pass(command.Run, command));
        Receive<HostedRun.Serving>(OnServing);
        Receive<LoadingRefused>(_registry.Tell);
        Receive<CloseRun>(Close);
        Receive<HostedRun.TrainerGone>(OnGone);
        Receive<Terminated>(OnTerminated);
        Receive<Drain>(_ =>
        {
            _drainedFor = Sender;
            SendOffer();
        });
        Receive<NodeDrained>(_ => _drainedFor?.Tell(new Drained()));
    }

    /// <summary>What a node has, and what it hosts of it.</summary>
    /// <param name="Node">The node's name.</param>
    /// <param name="Devices">One for each trainer that it may host: cpu, cuda:0, or <see cref="DeviceRule.Any"/>.</param>
    /// <param name="Evaluates">Whether it evaluates checkpoints.</param>
    /// <param name="Trainers">Those that it hosts now.</param>
    /// <param name="BatchEndpoint">Where others find its batches; null: it serves none.</param>
    /// <param name="Serves">The runs whose batches it serves now.</param>
    /// <param name="IsLeaving">It takes nothing new, and wants to be rid of the trainers. Answered by <see cref="NodeDrained"/>.</param>
    public sealed record NodeOffer(
        string Node,
        ImmutableArray<string> Devices,
        bool Evaluates,
        ImmutableArray<HostedTrainer> Trainers,
        string? BatchEndpoint,
        ImmutableArray<ServedRun> Serves,
        bool IsLeaving = false) : IWireMessage;

    /// <summary>No run needs a leaving node any more.</summary>
    public sealed record NodeDrained(string Node) : IWireMessage;

    /// <summary>The node is about to leave: have its runs finish their steps, and go on without it. Answered by <see cref="Drained"/>.</summary>
    public sealed record Drain : IWireMessage;

    public sealed record Drained : IWireMessage;

    public sealed record HostedTrainer(RunId Run, TrainerId Trainer);

    /// <param name="Configuration">What its batches are made by: see <see cref="Checkpoints.ConfigurationHash"/>.</param>
    public sealed record ServedRun(RunId Run, string Configuration);

    /// <summary>Open what a run needs. Answered by <see cref="RunPrepared"/> or <see cref="RunNotPrepared"/>.</summary>
    public sealed record PrepareRun(RunSpec Spec) : IWireMessage;

    /// <param name="NumSamples">Of one epoch.</param>
    /// <param name="Configuration">See <see cref="Checkpoints.ConfigurationHash"/>.</param>
    public sealed record RunPrepared(string Run, long NumSamples, string Configuration) : IWireMessage;

    public sealed record RunNotPrepared(string Run, string Reason) : IWireMessage;

    /// <summary>Start a trainer on a device, which announces itself to its coordinator.</summary>
    public sealed record HostTrainer(RunSpec Spec, TrainerId Trainer, string Device, IActorRef Coordinator, long Term) : IWireMessage;

    public sealed record ReleaseTrainer(RunId Run, TrainerId Trainer) : IWireMessage;

    /// <summary>Tell the trainers of a run here whom to obey.</summary>
    public sealed record FollowCoordinator(RunId Run, IActorRef Coordinator, long Term) : IWireMessage;

    /// <summary>Serve the batches of a run. The node's offer says when it does; otherwise <see cref="LoadingRefused"/>.</summary>
    public sealed record ServeRun(RunSpec Spec, string Configuration) : IWireMessage;

    /// <summary>This node cannot use a run's data.</summary>
    public sealed record LoadingRefused(RunId Run, string Node, string Reason) : IWireMessage;

    /// <summary>Tell the trainers of a run here who makes its batches.</summary>
    public sealed record UseLoaders(RunId Run, string Configuration, ImmutableArray<LoaderAddress> Loaders) : IWireMessage;

    /// <summary>Evaluate a checkpoint; the answer goes to the sender.</summary>
    internal sealed record EvaluateCheckpoint(RunSpec Spec, Evaluator.Evaluate Task) : IWireMessage;

    /// <summary>Stop everything of a run here. Answered by <see cref="RunClosed"/>.</summary>
    public sealed record CloseRun(RunId Run) : IWireMessage;

    public sealed record RunClosed(RunId Run, string Node) : IWireMessage;

    /// <summary>A trainer failed too often and was given up.</summary>
    public sealed record TrainerGivenUp(RunId Run, TrainerId Trainer) : IWireMessage;

    private sealed record Offer;

    private sealed record Hosted(IActorRef Actor, ImmutableSortedSet<TrainerId> Trainers, ImmutableArray<IActorRef> Closing, string? Serves = null);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeSettings settings, IActorRef registry) => Akka.Actor.Props.Create(() => new NodeAgent(settings, registry));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    protected override void PreStart()
    {
        SendOffer();
        Timers.StartPeriodicTimer("offer", new Offer(), _settings.OfferInterval);
    }

    private void SendOffer() => _registry.Tell(new NodeOffer(
        _settings.Name,
        _settings.Devices,
        _drainedFor is null && _settings.Evaluates,
        [.. _runs.SelectMany(run => run.Value.Trainers.Select(trainer => new HostedTrainer(run.Key, trainer)))],
        _drainedFor is null && _settings.ServesBatches ? _settings.Batches!.Endpoint : null,
        [.. _runs.Where(run => run.Value.Serves is not null).Select(run => new ServedRun(run.Key, run.Value.Serves!)).OrderBy(served => served.Run.Value, StringComparer.Ordinal)],
        _drainedFor is not null));

    private IActorRef Host(RunSpec spec)
    {
        var run = new RunId(spec.Name);
        if (_runs.TryGetValue(run, out var known) && known.Closing.IsEmpty)
            return known.Actor;
        var actor = Context.Watch(Context.ActorOf(HostedRun.Props(spec, _settings)));
        _runs[run] = new Hosted(actor, ImmutableSortedSet<TrainerId>.Empty, []);
        return actor;
    }

    private void HostOne(HostTrainer command)
    {
        var actor = Host(command.Spec);
        var run = new RunId(command.Spec.Name);
        _runs[run] = _runs[run] with { Trainers = _runs[run].Trainers.Add(command.Trainer) };
        actor.Tell(command);
    }

    private void Release(ReleaseTrainer command)
    {
        if (!_runs.TryGetValue(command.Run, out var hosted))
            return;
        _runs[command.Run] = hosted with { Trainers = hosted.Trainers.Remove(command.Trainer) };
        hosted.Actor.Tell(command);
        if (_drainedFor is not null)
            SendOffer();
    }

    private void OnGone(HostedRun.TrainerGone gone)
    {
        if (_runs.TryGetValue(gone.Run, out var hosted))
            _runs[gone.Run] = hosted with { Trainers = hosted.Trainers.Remove(gone.Trainer) };
        _registry.Tell(new TrainerGivenUp(gone.Run, gone.Trainer));
    }

    private void OnServing(HostedRun.Serving serving)
    {
        if (!_runs.TryGetValue(serving.Run, out var hosted) || !hosted.Actor.Equals(Sender))
            return;
        _runs[serving.Run] = hosted with { Serves = serving.Configuration };
        SendOffer();
    }

    private void Pass(RunId run, object command)
    {
        if (_runs.TryGetValue(run, out var hosted))
            hosted.Actor.Forward(command);
    }

    private void Close(CloseRun command)
    {
        if (!_runs.TryGetValue(command.Run, out var hosted))
        {
            Sender.Tell(new RunClosed(command.Run, _settings.Name));
            return;
        }

        _runs[command.Run] = hosted with { Closing = hosted.Closing.Add(Sender), Trainers = [], Serves = null };
        Context.Stop(hosted.Actor);
    }

    private void OnTerminated(Terminated ended)
    {
        foreach (var (run, hosted) in _runs.Where(run => run.Value.Actor.Equals(ended.ActorRef)).ToList())
        {
            _runs.Remove(run);
            foreach (var client in hosted.Closing)
                client.Tell(new RunClosed(run, _settings.Name));
        }
    }
}
