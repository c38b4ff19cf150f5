using Akka.Actor;
using Akka.Event;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Evaluations;
using AkkaClip.Actors.Loading;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Batches;

namespace AkkaClip.Actors.Nodes;

/// <summary>What one node does for one run: its data and model, its trainers here, the batches that it serves, and evaluations.</summary>
/// <remarks>
/// Child of the node's agent. It opens the run's parts first, and keeps what it is asked for meanwhile. It restarts
/// trainers that throw; one that fails more than five times a minute is given up. Stopping it stops all of them.
/// </remarks>
internal sealed class HostedRun : ReceiveActor, IWithUnboundedStash
{
    private const int MaxRestarts = 5;

    private readonly RunSpec _spec;
    private readonly NodeSettings _settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<IActorRef, Hosted> _trainers = [];
    private readonly LoaderDirectory _directory = new();
    private IRunParts? _parts;
    private IActorRef? _evaluator, _batches;

    public HostedRun(RunSpec spec, NodeSettings settings)
    {
        (_spec, _settings) = (spec, settings);
        Become(Preparing);
    }

    /// <summary>A trainer here is not restarted any more.</summary>
    public sealed record TrainerGone(RunId Run, TrainerId Trainer);

    /// <summary>The run's batches are served here; null: no more.</summary>
    public sealed record Serving(RunId Run, string? Configuration);

    private sealed record Prepared(IRunParts Parts);

    private sealed record NotPrepared(Exception Cause);

    private sealed record Hosted(TrainerId Id, IActorRef Writer);

    public IStash Stash { get; set; } = null!;

    public static Props Props(RunSpec spec, NodeSettings settings) => Akka.Actor.Props.Create(() => new HostedRun(spec, settings));

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(MaxRestarts, TimeSpan.FromMinutes(1), _ => Directive.Restart);

    protected override void PreStart() =>
        Task.Run(() => _settings.CreateParts(_spec)).PipeTo(Self, success: parts => new Prepared(parts), failure: cause => new NotPrepared(cause));

    protected override void PreRestart(Exception reason, object message)
    {
        Context.Parent.Tell(new Serving(Id, null));
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        _settings.Links.Forget(Id);
        _parts?.Dispose();
    }

    private void Preparing()
    {
        Receive<Prepared>(prepared =>
        {
            _parts = prepared.Parts;
            Become(Hosting);
            Stash.UnstashAll();
        });
        Receive<NotPrepared>(failed =>
        {
            Become(() => Refusing(Describe(failed.Cause)));
            Stash.UnstashAll();
        });
        ReceiveAny(_ => Stash.Stash());
    }

    private void Hosting()
    {
        Receive<NodeAgent.PrepareRun>(_ => OpenData());
        Receive<NodeAgent.ServeRun>(Serve);
        Receive<NodeAgent.UseLoaders>(command => _directory.Set(command.Configuration, command.Loaders));
        Receive<BatchServer.Opened>(opened => Context.Parent.Tell(new Serving(Id, opened.Configuration)));
        Receive<BatchServer.NotOpened>(RefuseToServe);
        Receive<NodeAgent.HostTrainer>(Start);
        Receive<NodeAgent.ReleaseTrainer>(Release);
        Receive<NodeAgent.FollowCoordinator>(Follow);
        Receive<Evaluator.Evaluate>(Evaluate);
        Receive<Terminated>(OnTerminated);
    }

    /// <summary>Whoever asks for something gets the reason; the next question opens everything anew.</summary>
    private void Refusing(string reason)
    {
        Receive<NodeAgent.PrepareRun>(_ =>
        {
            Sender.Tell(new NodeAgent.RunNotPrepared(_spec.Name, reason));
            Context.Stop(Self);
        });
        Receive<NodeAgent.HostTrainer>(command => command.Coordinator.Tell(new RunCoordinator.TrainingRefused(Id, command.Trainer, reason)));
        Receive<NodeAgent.ServeRun>(_ => Context.Parent.Tell(new NodeAgent.LoadingRefused(Id, _settings.Name, reason)));
        Receive<Evaluator.Evaluate>(command => Sender.Tell(
            new Evaluator.EvaluationFailed(command.Run, command.Step, command.Task.Name, reason)));
        ReceiveAny(_ => { });
    }

    private RunId Id => new(_spec.Name);

    /// <summary>What the user is told, with the node where there are several.</summary>
    private string Describe(Exception cause)
    {
        if (cause is not UserErrorException)
            _log.Error(cause, "run {0} cannot be prepared", _spec.Name);
        return _settings.Batches is null ? cause.Message : $"node {_settings.Name}: {cause.Message}";
    }

    /// <summary>Off this actor, because it may mean to index the data.</summary>
    private void OpenData()
    {
        var (client, parts) = (Sender, _parts!);
        Task.Run(() => new NodeAgent.RunPrepared(_spec.Name, parts.NumSamples, ConfigurationHash.Of(_spec, parts.Contents))).PipeTo(
            client, Self, failure: cause => new NodeAgent.RunNotPrepared(_spec.Name, Describe(cause)));
    }

    private void Serve(NodeAgent.ServeRun command)
    {
        if (_batches is null)
            _batches = Context.Watch(Context.ActorOf(BatchServer.Props(_spec, command.Configuration, _parts!, _settings.Batches!), "batches"));
    }

    private void RefuseToServe(BatchServer.NotOpened refused)
    {
        Context.Unwatch(_batches);
        Context.Stop(_batches);
        _batches = null;
        Context.Parent.Tell(new NodeAgent.LoadingRefused(Id, _settings.Name, refused.Reason));
    }

    private IBatchLoader OpenLoader(Action<string> report)
    {
        if (_settings.Batches is not { } plane || _spec.Loaders.Place == LoaderPlace.Own)
            return OpenOwn();
        var options = new PullOptions(Id, _parts!.Target, _spec.Data.PrefetchBatches, _spec.Loaders.Timeout, Waits: _spec.Loaders.Place == LoaderPlace.Nodes);
        var pulled = new PulledBatches(options, plane.Client, _directory, report, _settings.Time);
        return new RunLoader(_spec.Loaders.Place, _settings.Name, OpenOwn, pulled);
    }

    private IBatchLoader OpenOwn()
    {
        try
        {
            return _parts!.CreateLoader();
        }
        catch (UserErrorException e)
        {
            throw new UserErrorException(Describe(e), e);
        }
    }

    private void Start(NodeAgent.HostTrainer command)
    {
        if (_trainers.Values.Any(hosted => hosted.Id == command.Trainer))
            return;
        var options = TrainerOptions.Of(_spec, command.Trainer, command.Device, NumThreads, _settings.LoaderTimeout);
        var shelf = new SnapshotShelf();
        var writer = Context.ActorOf(CheckpointWriter.Props(options.Run, options.Id, _parts!, shelf));
        var resources = new TrainerResources(_parts!, _settings.Links, shelf, writer, _settings.Time) { OpenLoader = OpenLoader };
        var trainer = Context.ActorOf(Trainer.Props(options, command.Coordinator, command.Term, resources), command.Trainer.Value);
        _trainers[Context.Watch(trainer)] = new Hosted(command.Trainer, writer);
    }

    private int NumThreads => _settings.TrainerThreads > 0
        ? _settings.TrainerThreads
        : Math.Max(1, Environment.ProcessorCount / Math.Min(_spec.Trainers.Count, Math.Max(1, _settings.Devices.Length)));

    private void Release(NodeAgent.ReleaseTrainer command)
    {
        foreach (var (actor, hosted) in _trainers.Where(trainer => trainer.Value.Id == command.Trainer).ToList())
        {
            _trainers.Remove(actor);
            Context.Unwatch(actor);
            Context.Stop(actor);
            Context.Stop(hosted.Writer);
        }
    }

    private void Follow(NodeAgent.FollowCoordinator command)
    {
        foreach (var trainer in _trainers.Keys)
            trainer.Tell(new Trainer.Follow(command.Run, command.Term), command.Coordinator);
    }

    private void Evaluate(Evaluator.Evaluate command)
    {
        _evaluator ??= Context.ActorOf(Evaluator.Props(_parts!), "evaluator");
        _evaluator.Forward(command);
    }

    private void OnTerminated(Terminated ended)
    {
        if (ended.ActorRef.Equals(_batches))
        {
            _batches = null;
            Context.Parent.Tell(new Serving(Id, null));
        }

        if (!_trainers.Remove(ended.ActorRef, out var hosted))
            return;
        hosted.Writer.Tell(PoisonPill.Instance); // behind what it still has to write
        Context.Parent.Tell(new TrainerGone(Id, hosted.Id));
    }
}
