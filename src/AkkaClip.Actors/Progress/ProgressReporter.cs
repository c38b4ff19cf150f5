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
    private readonly string run;
    private readonly string folder;
    private readonly TimeProvider time;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private MetricsFiles? files;
    private bool failing;

    public ProgressReporter(string run, string folder, TimeProvider time)
    {
        this.run = run;
        this.folder = folder;
        this.time = time;
        Receive<RunEvent>(Record);
    }

    public static Props Props(string run, string folder, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new ProgressReporter(run, folder, time)).WithDispatcher(RunDispatchers.Files);

    protected override void PostStop() => files?.Dispose();

    private void Record(RunEvent happened)
    {
        try
        {
            files ??= new MetricsFiles(folder, time);
            files.Append(happened);
            failing = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ReportOnce(e);
        }

        Context.System.EventStream.Publish(happened);
    }

    private void ReportOnce(Exception e)
    {
        if (failing)
            return;
        failing = true;
        log.Warning("run {0}: its progress cannot be recorded in {1}: {2}", run, folder, e.Message);
        Context.System.EventStream.Publish(new RunEvent.RecordingFailed(run, $"its progress cannot be recorded in {folder}: {e.Message}"));
    }
}
