using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using AkkaClip.Actors.Progress;

namespace AkkaClip.Actors.Runs;

/// <summary>Keeps the figures of every run, and what happened in it lately, for whoever asks the registry.</summary>
/// <remarks>
/// Child of the registry, beside the steps: it hears what the runs report to the event stream, and reads what earlier
/// coordinators have recorded. Restarted, it begins with the runs that were known at first; later ones tell it of
/// themselves by their next events.
/// </remarks>
internal sealed class RunBoard : ReceiveActor
{
    /// <summary>Of the newest records of a run; some 500 steps.</summary>
    private const int MaxBytesRead = 256 << 10;

    /// <summary>What is kept of a run for followers that were away.</summary>
    private const int MaxEvents = 512;

    /// <summary>What is kept of a run that has ended.</summary>
    private const int MaxLastEvents = 16;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, Page> _pages = new(StringComparer.Ordinal);

    public RunBoard(ImmutableArray<RunRecord> known)
    {
        foreach (var record in known)
            Open(record);
        Receive<OpenPage>(command => Open(command.Record));
        Receive<RunEvent>(happened => PageOf(happened.Run).Add(happened));
        Receive<RunRegistry.RunEnded>(ended => PageOf(ended.Run.Value).Shorten(MaxLastEvents));
        Receive<RunRegistry.RunList>(list => Sender.Tell(list with { Runs = [.. list.Runs.Select(WithFigures)] }));
        Receive<RunRegistry.RunFound>(found => Sender.Tell(found with { Status = WithFigures(found.Status) }));
        Receive<GetHistory>(query => Sender.Tell(new History([.. PageOf(query.Run).Events.Where(happened => happened.Time > query.Since)])));
    }

    /// <summary>A run begins, or goes on, in a folder.</summary>
    public sealed record OpenPage(RunRecord Record);

    /// <summary>Answered by <see cref="History"/>.</summary>
    public sealed record GetHistory(string Run, DateTimeOffset Since);

    /// <param name="Events">What happened since then, as far as it is kept; the oldest first.</param>
    public sealed record History(ImmutableArray<RunEvent> Events);

    public static Props Props(ImmutableArray<RunRecord> known) =>
        Akka.Actor.Props.Create(() => new RunBoard(known)).WithDispatcher(RunDispatchers.Files);

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(RunEvent));
        Context.System.EventStream.Subscribe(Self, typeof(RunRegistry.RunEnded));
    }

    private RunStatus WithFigures(RunStatus status) => status with { Figures = PageOf(status.Name).Figures };

    private Page PageOf(string run) => _pages.TryGetValue(run, out var page) ? page : _pages[run] = new Page();

    private void Open(RunRecord record)
    {
        var page = _pages[record.Name] = new Page();
        try
        {
            foreach (var happened in MetricsFiles.ReadTail(record.Folder, MaxBytesRead))
                page.Add(happened);
            if (record.State.IsFinal())
                page.Shorten(MaxLastEvents);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.Warning("run {0}: what it has recorded in {1} cannot be read: {2}", record.Name, record.Folder, e.Message);
        }
    }

    /// <summary>What is known of one run.</summary>
    private sealed class Page
    {
        private readonly Queue<RunEvent> _events = new();

        public RunFigures Figures { get; private set; } = RunFigures.None;

        public IEnumerable<RunEvent> Events => _events;

        public void Add(RunEvent happened)
        {
            Figures = Figures.Apply(happened);
            _events.Enqueue(happened);
            Shorten(MaxEvents);
        }

        public void Shorten(int numEvents)
        {
            while (_events.Count > numEvents)
                _events.Dequeue();
        }
    }
}
