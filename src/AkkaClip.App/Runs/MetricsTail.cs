using System.Runtime.CompilerServices;
using AkkaClip.Actors.Progress;

namespace AkkaClip.App.Runs;

/// <summary>Follows the metrics file that another process appends to.</summary>
internal static class MetricsTail
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>The events recorded so far and those to come, until the run's state is final.</summary>
    public static async IAsyncEnumerable<RunEvent> FollowAsync(
        string folder, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var path = MetricsFiles.LinesPath(folder);
        while (!File.Exists(path))
            await Task.Delay(s_pollInterval, time, cancellation);
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var unfinished = "";
        var buffer = new char[8192];
        while (true)
        {
            var count = await reader.ReadAsync(buffer, cancellation);
            if (count == 0)
            {
                await Task.Delay(s_pollInterval, time, cancellation);
                continue;
            }
            var lines = (unfinished + new string(buffer, 0, count)).Split('\n');
            unfinished = lines[^1];
            foreach (var line in lines[..^1])
            {
                if (MetricsFiles.Parse(line) is not { } happened)
                    continue;
                yield return happened;
                // An earlier process of a resumed run may have ended; the newest one's word counts, at the file's end.
                if (happened is RunEvent.StateChanged { State: var state } && state.IsFinal() && unfinished.Length == 0 && reader.Peek() < 0)
                    yield break;
            }
        }
    }
}
