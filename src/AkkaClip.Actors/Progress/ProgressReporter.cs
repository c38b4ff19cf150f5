using Akka.Actor;
using Akka.Event;

namespace AkkaClip.Actors.Progress;

/// <summary>Records what happens in one run, and tells everyone who asked the event stream for it.</summary>
/// <remarks>
/// Child of the run's coordinator, on a thread of its own because it writes files. A restart opens the files again and
/// goes on behind what is there. A full disk costs records, never training: it is reported once, and recording starts
/// again as soon as the disk takes it.
/// </remarks>
public sealed class ProgressReporter : ReceiveActor
{
    /// <summary>Enough for the last records of a run.</summary>
    private const int MaxBytesRead = 64 << 10;

    private readonly string _run;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private MetricsFiles? _files;
    private DateTimeOffset _lastTime;
    private bool _failing;

    public ProgressReporter(string run, string folder, TimeProvider time)
    {
        _run = run;
        _folder = folder;
        _time = time;
        Receive<RunEvent>(Record);
    }

    public static Props Props(string run, string folder, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new ProgressReporter(run, folder, time)).WithDispatcher(RunDispatchers.Files);

    /// <summary>The clock of the coordinator before may have been ahead of this one's.</summary>
    protected override void PreStart()
    {
        try
        {
            _lastTime = MetricsFiles.ReadTail(_folder, MaxBytesRead) is [.., var last] ? last.Time : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ReportOnce(e);
        }
    }

    protected override void PostStop() => _files?.Dispose();

    private void Record(RunEvent what)
    {
        var happened = what with { Time = NextTime() };
        try
        {
            _files ??= new MetricsFiles(_folder, _time);
            _files.Append(happened);
            _failing = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _files?.Dispose();
            _files = null; // half a record may be in them: opened again, they go on behind it
            ReportOnce(e);
        }

        Context.System.EventStream.Publish(happened);
    }

    /// <summary>Later than all before: a clock may stand still or be set back; who follows the run goes by these times.</summary>
    private DateTimeOffset NextTime()
    {
        var now = _time.GetUtcNow();
        return _lastTime = now > _lastTime ? now : _lastTime.AddTicks(1);
    }

    private void ReportOnce(Exception e)
    {
        if (_failing)
            return;
        _failing = true;
        _log.Warning("run {0}: its progress cannot be recorded in {1}: {2}", _run, _folder, e.Message);
        Context.System.EventStream.Publish(new RunEvent.RecordingFailed(_run, $"its progress cannot be recorded in {_folder}: {e.Message}") { Time = NextTime() });
    }
}
