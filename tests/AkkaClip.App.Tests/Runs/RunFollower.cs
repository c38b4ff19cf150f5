using AkkaClip.Actors.Progress;
using AkkaClip.App.Runs;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.App.Tests.Runs;

/// <summary>Waits for what a run in another process records, one event after the other.</summary>
internal sealed class RunFollower(string folder, CommandLineProcess program) : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private readonly CancellationTokenSource _timeout = new(s_limit);
    private IAsyncEnumerator<RunEvent>? _events;

    /// <summary>The next event of a kind; those of other kinds before it are passed over.</summary>
    public async Task<T> UntilAsync<T>()
        where T : RunEvent
    {
        _events ??= MetricsTail.FollowAsync(folder, TimeProvider.System, _timeout.Token).GetAsyncEnumerator();
        while (await _events.MoveNextAsync())
        {
            if (_events.Current is T wanted)
                return wanted;
        }
        var ended = await program.EndAsync();
        throw new InvalidOperationException($"the run ended without {typeof(T).Name}: {ended.Errors}{ended.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_events is not null)
            await _events.DisposeAsync();
        _timeout.Dispose();
    }
}
