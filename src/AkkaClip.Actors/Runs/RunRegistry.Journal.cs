using Akka.Actor;
using Akka.Event;
using AkkaClip.Actors.Progress;

namespace AkkaClip.Actors.Runs;

/// <summary>What the registry remembers beyond its own life. A database that is away delays what is new, and stops no run.</summary>
public sealed partial class RunRegistry
{
    private const string JournalTimer = "journal";

    /// <summary>Events that the journal has not answered, in order, and what waits for each.</summary>
    private readonly Queue<(RegistryEvent Event, Action Then)> _unrecorded = new();
    private IActorRef? _journal;
    private long _lastNumber;

    private sealed record StartJournal;

    private DateTimeOffset Now => _settings.Time.GetUtcNow();

    protected override void PreStart()
    {
        if (_settings.IsJournaled)
            OpenJournal();
        if (_settings.SettleTime > TimeSpan.Zero)
            Timers.StartSingleTimer("settle", new Settled(), _settings.SettleTime);
        else
            _isSettled = true;
    }

    /// <summary>What the predecessor did is not known yet: whoever asks has to wait.</summary>
    private void Recovering()
    {
        Receive<RunJournal.Recovered>(recovered =>
        {
            Resume(recovered);
            Become(Active);
            Stash.UnstashAll();
        });
        Receive<Terminated>(gone => LoseJournal(gone.ActorRef));
        Receive<StartJournal>(_ => OpenJournal());
        ReceiveAny(_ => Stash.Stash());
    }

    private void KeepJournal()
    {
        Receive<RunJournal.Recorded>(OnRecorded);
        Receive<RunJournal.Recovered>(_ => WriteAgain());
        Receive<StartJournal>(_ => OpenJournal());
    }

    private void OpenJournal() => _journal = Context.Watch(Context.ActorOf(RunJournal.Props()));

    private void LoseJournal(IActorRef gone)
    {
        if (!gone.Equals(_journal))
            return;
        _journal = null;
        Timers.StartSingleTimer(JournalTimer, new StartJournal(), _settings.JournalRetry);
    }

    /// <summary>Goes on with the runs that had not ended.</summary>
    private void Resume(RunJournal.Recovered recovered)
    {
        _lastNumber = recovered.LastNumber;
        foreach (var run in recovered.Events.GroupBy(happened => happened.Run, StringComparer.Ordinal))
        {
            if (run.Aggregate((RunRecord?)null, RunRecord.Apply) is not { } record)
                continue;
            _runs[record.Name] = record;
            if (record.State.IsFinal())
                continue;
            var taken = run.OfType<RegistryEvent.RunTaken>().Last();
            var term = run.OfType<RegistryEvent.TermBegun>().LastOrDefault()?.Term ?? 0;
            _log.Info("run {0} goes on under a new registry; it was {1} ({2})", record.Name, record.State, record.Reason);
            _active.Add(new ActiveRun(taken.Spec, null, IsTaken: true, Term: term));
            Lead(taken.Spec, taken.NumSamples, taken.Configuration);
        }
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

        _unrecorded.Enqueue((numbered, then));
        _journal?.Tell(new RunJournal.Record(numbered));
    }

    private void OnRecorded(RunJournal.Recorded recorded)
    {
        while (_unrecorded.TryPeek(out var first) && first.Event.Number <= recorded.Event.Number)
        {
            _unrecorded.Dequeue();
            first.Then();
        }
    }

    private void WriteAgain()
    {
        foreach (var (happened, _) in _unrecorded)
            _journal!.Tell(new RunJournal.Record(happened));
    }

    /// <summary>For whoever asks the registry, and whoever reads the run's folder.</summary>
    private void Remember(RegistryEvent happened)
    {
        var before = _runs.GetValueOrDefault(happened.Run);
        try
        {
            before ??= happened is RegistryEvent.RunTaken taken ? RunRecord.Load(taken.Spec.Directory) : null;
            if (RunRecord.Apply(before, happened) is not { } record || record == before)
                return;
            _runs[happened.Run] = record;
            record.Append();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.Warning("run {0}: what became of it cannot be written into its folder: {1}", happened.Run, e.Message);
        }
    }
}
