using Akka.Actor;
using Akka.Event;
using AkkaClip.Actors.Runs;
using AkkaClip.Core.Ledger;

namespace AkkaClip.Actors.Progress;

/// <summary>Records which samples each committed step of a run was computed from.</summary>
/// <remarks>
/// Child of the run's coordinator, on a thread of its own because it writes files. It leaves out what is recorded already,
/// so that a coordinator that takes over may repeat what it is told. A disk that refuses stops no training: the lines are
/// kept, and written once it takes them again. Until then the trainers keep them, too.
/// </remarks>
internal sealed class LedgerWriter : ReceiveActor, IWithTimers
{
    /// <summary>Steps of a day at one a second.</summary>
    private const int MaxWaiting = 100_000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly string _run;
    private readonly string _folder;
    private readonly SampleSpec _stream;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Queue<LedgerLine> _waiting = new();
    private LedgerFile? _file;
    private bool _failing;

    public LedgerWriter(string run, string folder, SampleSpec stream)
    {
        (_run, _folder, _stream) = (run, folder, stream);
        Receive<LedgerLine>(Add);
        Receive<Retry>(_ => Write());
    }

    private sealed record Retry;

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="folder">The run's.</param>
    /// <param name="stream">What its steps are drawn from.</param>
    public static Props Props(string run, string folder, SampleSpec stream) =>
        Akka.Actor.Props.Create(() => new LedgerWriter(run, folder, stream)).WithDispatcher(RunDispatchers.Files);

    protected override void PostStop()
    {
        Write();
        if (_waiting.Count > 0)
            _log.Error("run {0}: {1} lines of its sample ledger could not be written to {2}", _run, _waiting.Count, _folder);
        _file?.Dispose();
    }

    private void Add(LedgerLine line)
    {
        if (_waiting.Count == MaxWaiting)
            _waiting.Dequeue(); // what the audit will name as lost
        _waiting.Enqueue(line);
        if (!_failing)
            Write();
    }

    private void Write()
    {
        try
        {
            _file ??= new LedgerFile(_folder);
            if (_file.Stream != _stream)
                _file.Append(new LedgerLine.Drawn(_stream));
            for (; _waiting.TryPeek(out var line); _waiting.Dequeue())
            {
                if (line is not LedgerLine.Committed committed || committed.Entry.Step >= _file.NextStep)
                    _file.Append(line);
            }

            _failing = false;
            Context.Parent.Tell(new RunCoordinator.StepsRecorded(_file.NextStep));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            _file = null; // half a line may be in it: opened again, it goes on behind that
            ReportOnce(e);
            Timers.StartSingleTimer("retry", new Retry(), RetryDelay);
        }
    }

    private void ReportOnce(Exception e)
    {
        if (_failing)
            return;
        _failing = true;
        _log.Warning("run {0}: its samples cannot be recorded in {1}: {2}", _run, _folder, e.Message);
        Context.System.EventStream.Publish(new RunEvent.RecordingFailed(_run, $"its samples cannot be recorded in {_folder}: {e.Message}"));
    }
}
