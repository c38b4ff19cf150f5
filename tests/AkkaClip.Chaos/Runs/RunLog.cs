using System.Diagnostics;
using System.Text.Json;
using AkkaClip.Actors.Progress;

namespace AkkaClip.Chaos.Runs;

/// <summary>Follows the <c>metrics.jsonl</c> that the coordinators of a run write, one after the other.</summary>
public sealed class RunLog(string runFolder, CancellationToken cancellation) : IDisposable
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20), s_limit = TimeSpan.FromMinutes(3);

    private readonly List<LoggedEvent> _events = [];
    private StreamReader? _reader;
    private string _unfinished = "";

    /// <summary>All that was read so far, in the order in which it was recorded.</summary>
    public IReadOnlyList<LoggedEvent> Events => _events;

    /// <summary>Reads what is there now; returns the number of events: what comes later has this index or a higher one.</summary>
    public int Mark()
    {
        var path = MetricsFiles.LinesPath(runFolder);
        if (_reader is null && !File.Exists(path))
            return 0;
        _reader ??= new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var lines = (_unfinished + _reader.ReadToEnd()).Split('\n');
        _unfinished = lines[^1];
        foreach (var line in lines[..^1])
        {
            if (MetricsFiles.Parse(line) is not { } happened)
                continue;
            using var record = JsonDocument.Parse(line);
            _events.Add(new LoggedEvent(record.RootElement.GetProperty("time").GetDateTimeOffset(), happened));
        }

        return _events.Count;
    }

    /// <summary>Waits for an event of a kind.</summary>
    /// <param name="from">The first index that counts.</param>
    /// <param name="isMeant">Which one of the kind; null: any.</param>
    /// <returns>The event and its index.</returns>
    /// <exception cref="ChaosException">It does not come, or the run ends before.</exception>
    public async Task<(int Index, LoggedEvent Logged)> UntilAsync<TEvent>(int from, Func<TEvent, bool>? isMeant = null)
        where TEvent : RunEvent
    {
        var start = Stopwatch.GetTimestamp();
        for (var index = from; ; index++)
        {
            while (index >= Mark())
            {
                if (Stopwatch.GetElapsedTime(start) > s_limit)
                    throw new ChaosException($"the run has recorded no {typeof(TEvent).Name} that was waited for in {s_limit.TotalMinutes} minutes; its last words: {LastWords()}");
                await Task.Delay(s_poll, cancellation);
            }

            switch (_events[index].Event)
            {
                case TEvent wanted when isMeant?.Invoke(wanted) ?? true:
                    return (index, _events[index]);
                case RunEvent.StateChanged { State: RunState.Failed or RunState.Completed } ended:
                    throw new ChaosException($"the run is over ({ended.State}): {ended.Reason}");
            }
        }
    }

    /// <summary>The last lines that are no progress.</summary>
    public string LastWords() => string.Join("; ", _events.Select(logged => logged.Event).Where(happened => happened is not RunEvent.Progressed).TakeLast(5));

    public void Dispose() => _reader?.Dispose();
}
