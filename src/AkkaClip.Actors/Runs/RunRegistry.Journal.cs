using Akka.Actor;
using Akka.Event;
using AkkaClip.Actors.Nodes;
using AkkaClip.Actors.Progress;

namespace AkkaClip.Actors.Runs;

/// <summary>What the registry remembers beyond its own life. A database that is away delays what is new, and stops no run.</summary>
public sealed partial class RunRegistry
{
    private const string JournalTimer = "journal";

    /// <summary>Events that the journal has not answered, in order, and what waits for each.</summary>
    private readonly Queue<(RegistryEvent Event, Action Then)> _unrecorded = new();

    private IActorRef? _journal;

    /// <summary>The journal has been read, so that it takes events in the order in which it gets them.</summary>
    private bool _isJournalOpen;
    private long _lastNumber, _lastRecorded;
    private DateTimeOffset? _awaySince;
    private string _journalFault = "";

    /// <summary>Events of the outage, written later.</summary>
    private int _numKept;

    private sealed record StartJournal;

    private DateTimeOffset Now => _settings.Time.GetUtcNow();

    private JournalStatus Journal => new(_awaySince, _journalFault, _unrecorded.Count);

    protected override void PreStart()
    {
        if (_settings.IsJournaled)
        {
            OpenJournal();
            return;
        }

        OpenBoard();
        _isSettled = true;
    }

    /// <summary>What the predecessor did is not known yet: clients are told to wait, and nodes repeat their offers anyway.</summary>
    private void Recovering()
    {
        Receive<RunJournal.Recovered>(recovered =>
        {
            EndOutage();
            Resume(recovered);
            Become(Active);
            Stash.UnstashAll();
        });
        Receive<RunJournal.Failed>(OnFailed);
        Receive<Terminated>(gone => LoseJournal(gone.ActorRef));
        Receive<StartJournal>(_ => OpenJournal());
        Receive<NodeAgent.NodeOffer>(_ => { });
        ReceiveAny(message =>
        {
            if (_awaySince is { } since && message is GetRuns or GetRun or WatchRun or SubmitRun or PauseRun or ResumeRun or StopRun)
                Sender.Tell(new RegistryWaits($"the registry on {_settings.Node} cannot read its journal since {since:u}: {_journalFault}; trainers keep what they hold, and it tries again every {_settings.JournalRetry.TotalSeconds:0.#} s"));
            else
                Stash.Stash();
        });
    }

    private void KeepJournal()
    {
        Receive<RunJournal.Recorded>(OnRecorded);
        Receive<RunJournal.Recovered>(WriteAgain);
        Receive<RunJournal.Failed>(OnFailed);
        Receive<StartJournal>(_ => OpenJournal());
    }

    private void OpenJournal() => _journal = Context.Watch(Context.ActorOf(RunJournal.Props()));

    private void LoseJournal(IActorRef gone)
    {
        if (!gone.Equals(_journal))
            return;
        _journal = null;
        _isJournalOpen = false;
        Timers.StartSingleTimer(JournalTimer, new StartJournal(), _settings.JournalRetry);
    }

    private void OnFailed(RunJournal.Failed failed)
    {
        _journalFault = failed.Reason;
        if (_awaySince is not null)
            return; // was told
        _awaySince = Now;
        _numKept = _unrecorded.Count;
        _log.Warning("the database of the runs is away: {0}; training goes on, and what happens is kept until it is back", failed.Reason);
    }

    /// <summary>The database has all that there is to remember.</summary>
    private void EndOutage()
    {
        if (_awaySince is not { } since)
            return;
        _log.Info("the database of the runs is back after {0:0.0} s; {1} events were kept, and have been written", (Now - since).TotalSeconds, _numKept);
        (_awaySince, _journalFault, _numKept) = (null, "", 0);
    }

    /// <summary>Goes on with the runs that had not ended.</summary>
    private void Resume(RunJournal.Recovered recovered)
    {
        _isJournalOpen = true;
        _lastNumber = _lastRecorded = recovered.LastNumber;
        var goOn = new List<(RegistryEvent.RunTaken Taken, long Term)>();
        foreach (var run in recovered.Events.GroupBy(happened => happened.Run, StringComparer.Ordinal))
        {
            if (run.Aggregate((RunRecord?)null, RunRecord.Apply) is not { } record)
                continue;
            var taken = run.OfType<RegistryEvent.RunTaken>().Last();
            (_runs[record.Name], _taken[record.Name]) = (record, taken);
            if (!record.State.IsFinal())
                goOn.Add((taken, run.OfType<RegistryEvent.TermBegun>().LastOrDefault()?.Term ?? 0));
        }

        OpenBoard();
        foreach (var (taken, term) in goOn)
        {
            var record = _runs[taken.Run];
            _log.Info("run {0} goes on under a new registry; it was {1} ({2})", record.Name, record.State, record.Reason);
            _active.Add(new ActiveRun(taken.Spec, taken.Ticket, null, IsTaken: true, Term: term, Takeover: $"the registry of runs has moved to {_settings.Node}"));
            Lead(taken.Spec, taken.NumSamples, taken.Configuration);
        }

        if (_settings.SettleTime > TimeSpan.Zero)
            Timers.StartSingleTimer("settle", new Settled(), _settings.SettleTime);
        else
            _isSettled = true;
    }

    /// <summary>Remembers an event; what waits for it happens once it is in the journal.</summary>
    private void Record(Func<long, RegistryEvent> happened, Action then)
    {
        var numbered = happened(++_lastNumber);
        Remember(numbered);
        if (!_settings.IsJournaled)
        {
            then();
            return;
        }

        Enqueue(numbered, then);
    }

    private void Enqueue(RegistryEvent numbered, Action then)
    {
        _unrecorded.Enqueue((numbered, then));
        if (_awaySince is not null)
            _numKept++;
        if (_isJournalOpen)
            _journal!.Tell(new RunJournal.Record(numbered));
    }

    private void OnRecorded(RunJournal.Recorded recorded)
    {
        _lastRecorded = Math.Max(_lastRecorded, recorded.Event.Number);
        while (_unrecorded.TryPeek(out var first) && first.Event.Number <= recorded.Event.Number)
        {
            _unrecorded.Dequeue();
            first.Then();
        }

        if (_unrecorded.Count == 0)
            EndOutage();
    }

    /// <summary>A new journal knows what is written: it answers that at once, and writes the rest.</summary>
    private void WriteAgain(RunJournal.Recovered recovered)
    {
        if (recovered.LastNumber < _lastRecorded)
        {
            _log.Error("the database of the runs came back with {0} of {1} events: all {2} runs are recorded anew", recovered.LastNumber, _lastRecorded, _runs.Count);
            RecordAnew();
        }

        _isJournalOpen = true;
        _journal!.Tell(new RunJournal.GoOn(_unrecorded.TryPeek(out var first) ? first.Event.Number : _lastNumber + 1));
        foreach (var (happened, _) in _unrecorded)
            _journal!.Tell(new RunJournal.Record(happened));
        if (_unrecorded.Count == 0)
            EndOutage();
    }

    /// <summary>The database is another one, or an old copy. What the runs have become is what counts.</summary>
    private void RecordAnew()
    {
        foreach (var run in _runs.Values)
        {
            if (!_taken.TryGetValue(run.Name, out var taken))
                continue;
            Enqueue(taken with { Number = ++_lastNumber }, () => { });
            if (Find(run.Name) is { Term: > 0 and var term })
                Enqueue(new RegistryEvent.TermBegun(++_lastNumber, run.Name, term, Now), () => { });
            Enqueue(new RegistryEvent.RunChanged(++_lastNumber, run.Name, run.State, run.Reason, run.ChangedAt), () => { });
        }
    }

    /// <summary>For whoever asks the registry, and whoever reads the run's folder.</summary>
    private void Remember(RegistryEvent happened)
    {
        var before = _runs.GetValueOrDefault(happened.Run);
        try
        {
            var taken = happened as RegistryEvent.RunTaken;
            if (taken is not null)
                _taken[happened.Run] = taken;
            before ??= taken is null ? null : RunRecord.Load(taken.Spec.Directory);
            if (RunRecord.Apply(before, happened) is not { } record || record == before)
                return;
            _runs[happened.Run] = record;
            if (taken is not null)
                _board.Tell(new RunBoard.OpenPage(record));
            record.Append();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.Warning("run {0}: what became of it cannot be written into its folder: {1}", happened.Run, e.Message);
        }
    }
}
