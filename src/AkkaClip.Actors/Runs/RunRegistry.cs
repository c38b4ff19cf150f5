using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using AkkaClip.Actors.Loading;
using AkkaClip.Actors.Nodes;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Wire;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Runs;

/// <summary>Takes runs, gives each its coordinator and its share of the trainers, and knows what became of it.</summary>
/// <remarks>
/// One in a cluster. Parent of the coordinators, which it restarts; one that fails more than five times a minute is given
/// up, and its run has failed. Trainers are hosted by the nodes' agents, so that they outlive coordinators and
/// registries: a new one asks them what they hold. Runs and terms are recorded in the journal before anyone is told of
/// them; a new registry goes on with the runs that had not ended.
/// </remarks>
public sealed partial class RunRegistry : ReceiveActor, IWithTimers, IWithUnboundedStash
{
    private const int MaxRestarts = 5;

    private readonly RunRegistrySettings _settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SortedDictionary<string, RunRecord> _runs = new(StringComparer.Ordinal);

    /// <summary>What was submitted last under each name.</summary>
    private readonly Dictionary<string, RegistryEvent.RunTaken> _taken = new(StringComparer.Ordinal);

    /// <summary>Runs under way, the oldest first.</summary>
    private readonly List<ActiveRun> _active = [];

    public RunRegistry(RunRegistrySettings settings)
    {
        _settings = settings;
        if (settings.IsJournaled)
            Become(Recovering);
        else
            Become(Active);
    }

    /// <summary>Answered by <see cref="RunAccepted"/> or <see cref="RunRefused"/>.</summary>
    /// <param name="Spec">The run.</param>
    /// <param name="Ticket">Of this submission: with the same one it may be repeated. Empty: it is not repeated.</param>
    public sealed record SubmitRun(RunSpec Spec, string Ticket = "") : IWireMessage;

    /// <param name="Run">Its name.</param>
    /// <param name="At">What happened later in the run, <see cref="WatchRun"/> tells.</param>
    public sealed record RunAccepted(string Run, DateTimeOffset At) : IWireMessage;

    public sealed record RunRefused(string Run, string Reason) : IWireMessage;

    /// <summary>Answered by <see cref="RunList"/>.</summary>
    public sealed record GetRuns : IWireMessage;

    public sealed record RunList(ImmutableArray<RunStatus> Runs, JournalStatus Journal) : IWireMessage;

    /// <summary>Answered by <see cref="RunFound"/> or <see cref="RunRefused"/>.</summary>
    public sealed record GetRun(string Run) : IWireMessage;

    public sealed record RunFound(RunStatus Status, JournalStatus Journal) : IWireMessage;

    /// <summary>
    /// To whatever a client asks: a new registry does not know its runs yet, because their journal cannot be read. It goes
    /// on trying; so should the client.
    /// </summary>
    public sealed record RegistryWaits(string Reason) : IWireMessage;

    /// <summary>Hold the run at the next step. Answered by <see cref="RunAccepted"/> or <see cref="RunRefused"/>, as those below.</summary>
    public sealed record PauseRun(string Run) : IWireMessage;

    public sealed record ResumeRun(string Run) : IWireMessage;

    /// <summary>Write a checkpoint behind the step at hand, whatever the run's intervals say.</summary>
    /// <param name="Run">Its name.</param>
    /// <param name="Evaluate">And evaluate it.</param>
    public sealed record SaveRun(string Run, bool Evaluate) : IWireMessage;

    /// <summary>Finish the step at hand, write a checkpoint, and end the run.</summary>
    public sealed record StopRun(string Run, string Reason) : IWireMessage;

    /// <summary>
    /// The sender wants to hear what happens in the run: <see cref="RunEvent"/>s and, last, <see cref="RunEnded"/>. Answered by
    /// <see cref="RunAccepted"/> or <see cref="RunRefused"/>; to be repeated where another registry takes over.
    /// </summary>
    /// <param name="Run">Its name.</param>
    /// <param name="Since">The last that the sender has seen, to be told what it missed since; null: it has missed nothing.</param>
    public sealed record WatchRun(string Run, DateTimeOffset? Since = null) : IWireMessage;

    /// <summary>Published on the event stream when all of a run's actors have stopped.</summary>
    /// <param name="State">One of the final ones.</param>
    /// <param name="NumSteps">Steps that it has behind it.</param>
    /// <param name="CheckpointFolder">Of its newest checkpoint; null: there is none.</param>
    public sealed record RunEnded(RunId Run, RunState State, string Reason, long NumSteps, string? CheckpointFolder) : IWireMessage;

    /// <summary>A coordinator starts, or starts again. Answered by <see cref="RunCoordinator.TermBegun"/>.</summary>
    internal sealed record BeginTerm(RunId Run);

    internal sealed record RunStateChanged(RunId Run, RunState State, string Reason);

    private sealed record NobodyPrepares(string Run);

    /// <param name="Spec">What was submitted.</param>
    /// <param name="Ticket">Of the submission.</param>
    /// <param name="Client">Who waits for an answer; null: nobody any more.</param>
    /// <param name="PreparedBy">The node that opens its data; null: none was there, or it is done.</param>
    /// <param name="IsTaken">It is being recorded, or is.</param>
    /// <param name="Coordinator">Null: it is not started yet.</param>
    /// <param name="Term">Of the coordinator; 0: it has none yet.</param>
    /// <param name="IsLed">The term is recorded, and the coordinator knows it.</param>
    /// <param name="Assigned">The trainers that the coordinator was told of.</param>
    /// <param name="Shortage">Why no device there serves it; null: some do.</param>
    /// <param name="Configuration">What its batches are made by; empty: its data is not opened yet.</param>
    /// <param name="Loaders">The nodes of role data that the coordinator was told of; default: of none yet.</param>
    /// <param name="Takeover">Why there is another coordinator, if one has to begin another term.</param>
    /// <param name="Ended">How it ended; null: it goes on.</param>
    /// <param name="Closing">Who has not yet stopped what it hosts of an ended run.</param>
    private sealed record ActiveRun(
        RunSpec Spec,
        string Ticket,
        IActorRef? Client,
        IActorRef? PreparedBy = null,
        bool IsTaken = false,
        IActorRef? Coordinator = null,
        long Term = 0,
        bool IsLed = false,
        ImmutableArray<TrainerId> Assigned = default,
        string? Shortage = null,
        string Configuration = "",
        ImmutableArray<LoaderAddress> Loaders = default,
        string Takeover = "",
        RunEnded? Ended = null,
        ImmutableHashSet<IActorRef>? Closing = null)
    {
        public RunId Id => new(Spec.Name);

        public bool Trains => Ended is null && IsLed;

        /// <summary>The run as nodes of role data serve it.</summary>
        public NodeAgent.ServedRun Served => new(Id, Configuration);

        /// <summary>The nodes with trainers that were told who makes the batches, and what they were told.</summary>
        public ImmutableDictionary<IActorRef, ImmutableArray<LoaderAddress>> Told { get; init; } = ImmutableDictionary<IActorRef, ImmutableArray<LoaderAddress>>.Empty;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    public static Props Props(RunRegistrySettings settings) => Akka.Actor.Props.Create(() => new RunRegistry(settings));

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(MaxRestarts, TimeSpan.FromMinutes(1), _ => Directive.Restart);

    private void Active()
    {
        Receive<SubmitRun>(Submit);
        Receive<NodeAgent.RunPrepared>(Begin);
        Receive<NodeAgent.RunNotPrepared>(refused => Refuse(refused.Run, refused.Reason));
        Receive<NobodyPrepares>(late => Refuse(late.Run, WhoIsMissing(late.Run)));
        Receive<PauseRun>(command => Pass(command.Run, new RunCoordinator.PauseRun()));
        Receive<ResumeRun>(command => Pass(command.Run, new RunCoordinator.ResumeRun()));
        Receive<SaveRun>(Save);
        Receive<StopRun>(command => Pass(command.Run, new RunCoordinator.StopRun(command.Reason)));
        Receive<BeginTerm>(OnBeginTerm);
        Receive<RunStateChanged>(changed => Remember(changed.Run.Value, changed.State, changed.Reason));
        Receive<RunEnded>(OnEnded);
        Receive<NodeAgent.RunClosed>(closed => OnClosed(closed.Run, Sender));
        Receive<Terminated>(OnTerminated);
        AnswerClients();
        ServeNodes();
        KeepJournal();
    }

    private ActiveRun? Find(string run) => _active.Find(active => active.Spec.Name == run);

    private void Replace(ActiveRun run) => _active[_active.FindIndex(active => active.Spec.Name == run.Spec.Name)] = run;

    private void Submit(SubmitRun command)
    {
        var spec = command.Spec with { Directory = Path.Combine(_settings.RunsDirectory, command.Spec.Directory) };
        if (command.Ticket.Length > 0 && command.Ticket == (Find(spec.Name)?.Ticket ?? _taken.GetValueOrDefault(spec.Name)?.Ticket))
        {
            SubmitAgain(spec.Name);
            return;
        }

        if (_awaySince is not null)
        {
            Sender.Tell(new RunRefused(spec.Name, $"the cluster's database is away since {_awaySince:u} and cannot record the run: {_journalFault}; submit it again when the database is back"));
            return;
        }

        if (Find(spec.Name) is not null)
        {
            Sender.Tell(new RunRefused(spec.Name, $"run {spec.Name} is under way already; give the new one another name, or stop that one"));
            return;
        }

        _active.Add(new ActiveRun(spec, command.Ticket, Sender)); // taken, so that nobody else gets the name meanwhile
        Timers.StartSingleTimer(PrepareTimer(spec.Name), new NobodyPrepares(spec.Name), _settings.NodeTimeout);
        Prepare();
    }

    /// <summary>The answer was lost, or is still to come.</summary>
    private void SubmitAgain(string name)
    {
        if (Find(name) is { Coordinator: null } run)
            Replace(run with { Client = Sender });
        else
            Sender.Tell(new RunAccepted(name, _runs[name].ChangedAt));
    }

    private void Prepare()
    {
        foreach (var run in _active.Where(run => run is { Coordinator: null, PreparedBy: null }).ToList())
        {
            if (PreparerOf(run.Spec) is not { } agent)
                continue;
            Timers.Cancel(PrepareTimer(run.Spec.Name));
            var spec = Placed(run.Spec);
            Replace(run with { Spec = spec, PreparedBy = agent });
            agent.Tell(new NodeAgent.PrepareRun(spec));
        }
    }

    private void Refuse(string name, string reason)
    {
        if (Find(name) is not { Coordinator: null } run)
            return;
        _active.Remove(run);
        run.Client?.Tell(new RunRefused(name, reason));
    }

    private void Begin(NodeAgent.RunPrepared prepared)
    {
        if (Find(prepared.Run) is not { Coordinator: null, IsTaken: false } run)
            return;
        var spec = run.Spec;
        if (prepared.NumSamples < 1)
        {
            Sender.Tell(new NodeAgent.CloseRun(run.Id));
            Refuse(spec.Name, "its data holds no samples");
            return;
        }

        try
        {
            Directory.CreateDirectory(spec.Directory);
            _settings.SaveConfiguration(spec);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Sender.Tell(new NodeAgent.CloseRun(run.Id));
            Refuse(spec.Name, $"its folder {spec.Directory} cannot be written: {e.Message}");
            return;
        }

        Replace(run with { IsTaken = true });
        Record(
            number => new RegistryEvent.RunTaken(number, spec.Name, spec, prepared.NumSamples, prepared.Configuration, run.Ticket, Now),
            () => Lead(spec, prepared.NumSamples, prepared.Configuration));
    }

    /// <summary>Starts a run's coordinator.</summary>
    private void Lead(RunSpec spec, long numSamples, string configuration)
    {
        var options = _settings.Coordinator(spec, numSamples, configuration);
        var coordinator = Context.Watch(Context.ActorOf(RunCoordinator.Props(spec, options), $"{Uri.EscapeDataString(spec.Name)}-coordinator"));
        var run = Find(spec.Name)!;
        Replace(run with { Coordinator = coordinator, Client = null, Configuration = configuration });
        run.Client?.Tell(new RunAccepted(spec.Name, _runs[spec.Name].ChangedAt));
    }

    private void Pass(string run, object command)
    {
        if (Find(run)?.Coordinator is not { } coordinator)
        {
            Sender.Tell(NotFound(run));
            return;
        }

        coordinator.Tell(command);
        Sender.Tell(new RunAccepted(run, Now));
    }

    private void Save(SaveRun command)
    {
        if (command.Evaluate && Find(command.Run) is { Spec.Evaluation.Tasks.IsEmpty: true })
            Sender.Tell(new RunRefused(command.Run, $"run {command.Run} has nothing to evaluate: its file names no evaluation.tasks"));
        else
            Pass(command.Run, new RunCoordinator.SaveRun(command.Evaluate));
    }

    private void OnBeginTerm(BeginTerm query)
    {
        if (Find(query.Run.Value) is not { } run || !Sender.Equals(run.Coordinator))
            return;
        var term = run.Term + 1;
        var reason = run.Takeover;
        Replace(run with { Term = term, IsLed = false, Assigned = default, Takeover = $"the one before failed on {_settings.Node} and was restarted; see its log" });
        Record(number => new RegistryEvent.TermBegun(number, run.Spec.Name, term, Now), () => GrantTerm(run.Id, term, reason));
    }

    private void GrantTerm(RunId name, long term, string reason)
    {
        if (Find(name.Value) is not { Ended: null } run || run.Term != term)
            return;
        Replace(run with { IsLed = true });
        run.Coordinator!.Tell(new RunCoordinator.TermBegun(term, reason));
        foreach (var agent in _pool.Agents)
            agent.Tell(new NodeAgent.FollowCoordinator(name, run.Coordinator!, term));
        Assign();
    }

    private void OnEnded(RunEnded ended)
    {
        if (Find(ended.Run.Value) is not { Ended: null } run)
            return;
        Replace(run with { Ended = ended, Closing = [.. _pool.Agents] });
        if (run.Coordinator is { } coordinator)
        {
            Context.Unwatch(coordinator);
            Context.Stop(coordinator);
        }

        foreach (var agent in _pool.Agents)
            agent.Tell(new NodeAgent.CloseRun(run.Id));
        OnClosed(run.Id, Self);
    }

    private void OnClosed(RunId name, IActorRef agent)
    {
        if (Find(name.Value) is not { Ended: { } ended, Closing: { } closing } run)
            return;
        var left = closing.Remove(agent);
        Replace(run with { Closing = left });
        if (!left.IsEmpty)
            return;
        _active.RemoveAll(active => active.Id == name);
        _evaluations.Remove(name);
        _pool.Free(name);
        _loaders.Forget(name);
        Context.System.EventStream.Publish(ended);
        Assign();
    }

    private void OnTerminated(Terminated gone)
    {
        LoseNode(gone.ActorRef);
        LoseJournal(gone.ActorRef);
        foreach (var run in _active.Where(run => gone.ActorRef.Equals(run.Coordinator)).ToList())
        {
            // The coordinator is lost for good; its trainers have nobody to follow.
            var reason = $"its coordinator failed more than {MaxRestarts} times in a minute; see the log";
            Remember(run.Spec.Name, RunState.Failed, reason);
            OnEnded(new RunEnded(run.Id, RunState.Failed, reason, 0, null));
        }
    }

    private void Remember(string run, RunState state, string reason) =>
        Record(number => new RegistryEvent.RunChanged(number, run, state, reason, Now), () => { });

    private static string PrepareTimer(string run) => $"prepare {run}";

    private static RunRefused NotFound(string run) => new(run, $"there is no run {run} under way");
}
