using System.Diagnostics;
using AkkaClip.Actors.Progress;
using AkkaClip.Chaos.Clusters;

namespace AkkaClip.Chaos.Runs;

/// <summary>The cluster and the run on it, as faults find them.</summary>
public sealed class Scene(Workplace workplace, ChaosCluster cluster, RunLog log, Random random, CancellationToken cancellation)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100), s_limit = TimeSpan.FromMinutes(3);

    public Workplace Workplace { get; } = workplace;

    public ChaosCluster Cluster { get; } = cluster;

    public RunLog Log { get; } = log;

    public Random Random { get; } = random;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Waits until a step was committed from an index of the log on.</summary>
    public async Task<LoggedEvent> NextCommitAsync(int mark) => (await Log.UntilAsync<RunEvent.Progressed>(mark)).Logged;

    /// <summary>Waits until a generation has committed a step that began from an index of the log on.</summary>
    /// <param name="isMeant">Which generation.</param>
    public async Task<LoggedEvent> NextCommitOfAsync(int mark, Func<RunEvent.GenerationStarted, bool> isMeant)
    {
        var (index, started) = await Log.UntilAsync(mark, isMeant);
        var number = ((RunEvent.GenerationStarted)started.Event).Generation;
        return (await Log.UntilAsync<RunEvent.Progressed>(index, progress => progress.Generation >= number)).Logged;
    }

    /// <summary>Lets nodes sleep that were frozen or cut off: they come back at once, or when the others have put them out.</summary>
    /// <remarks>Not in between: a node that wakes at the very moment when the others decide on it may take some of them along.</remarks>
    public async Task SleepAsync(IEnumerable<ChaosNode> nodes)
    {
        if (Random.Next(2) == 0)
            return;
        foreach (var node in nodes)
            await Cluster.Leader.SeesRemovedAsync(node);
    }

    /// <summary>Starts what has ended, and waits until all trainers have committed a step together.</summary>
    public async Task BecomeWholeAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            await Cluster.RestartEndedAsync();
            var mark = Log.Mark();
            await Task.Delay(s_poll, Cancellation);
            Log.Mark();
            if (Log.Events.Skip(mark).Any(logged => logged.Event is RunEvent.Progressed progress && progress.NumTrainers == Cluster.Trainers.Count))
                return;
            if (Stopwatch.GetElapsedTime(start) > s_limit)
                throw new ChaosException($"the run was not whole again within {s_limit.TotalMinutes} minutes; its last words: {Log.LastWords()}");
        }
    }
}
