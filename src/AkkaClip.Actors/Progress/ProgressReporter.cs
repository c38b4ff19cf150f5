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
    private readonly string _run;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private MetricsFiles? _files;
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

    protected override void PostStop() => _files?.Dispose();

    private void Record(RunEvent happened)
    {
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

    private void ReportOnce(Exception e)
    {
        if (_failing)
            return;
        _failing = true;
        _log.Warning("run {0}: its progress cannot be recorded in {1}: {2}", _run, _folder, e.Message);
        Context.System.EventStream.Publish(new RunEvent.RecordingFailed(_run, $"its progress cannot be recorded in {_folder}: {e.Message}"));
    }
}
