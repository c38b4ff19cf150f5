using System.Globalization;
using AkkaClip.Actors.Progress;
using AkkaClip.Chaos.Clusters;
using AkkaClip.Chaos.Reports;
using AkkaClip.Chaos.Runs;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.Chaos;

/// <summary>What the cluster costs while nothing fails: the same run in turn on nodes and in one process, with as many trainers of one thread.</summary>
/// <remarks>In turn, because a machine that others use too is faster and slower by the minute.</remarks>
public sealed class TaxTrial(Action<string> tell)
{
    private const int NumRounds = 4, NumSteps = 60, CheckpointEvery = 10;

    /// <param name="cancellation">Ends it, and all processes with it.</param>
    public async Task<Tax> RunAsync(CancellationToken cancellation)
    {
        using var workplace = await Workplace.CreateAsync(withDisk: false);
        await using var cluster = new ChaosCluster(workplace, inNamespaces: false);
        await cluster.StartAsync();
        var (alone, together) = (new List<LoggedEvent>(), new List<LoggedEvent>());
        for (var round = 1; round <= NumRounds; round++)
        {
            alone.AddRange(await RunAloneAsync(workplace, $"alone-{round}", cluster.Trainers.Count, cancellation));
            together.AddRange(await RunOnClusterAsync(workplace, cluster, $"together-{round}", cancellation));
            tell(string.Create(CultureInfo.InvariantCulture, $"round {round} of {NumRounds}: {Calm(alone).TotalMilliseconds:F1} ms a step in one process, {Calm(together).TotalMilliseconds:F1} ms on the cluster (medians so far)"));
        }

        return new Tax(Calm(alone), Calm(together), BehindCheckpoint(together), CheckpointEvery);
    }

    private static TimeSpan Calm(IReadOnlyList<LoggedEvent> events) => Quantiles.Of(Commits.Intervals(events, step => step % CheckpointEvery > 1), 0.5);

    /// <summary>The step during whose beginning the state is copied, and the one beside whose computing it is written.</summary>
    private static TimeSpan BehindCheckpoint(IReadOnlyList<LoggedEvent> events) => Quantiles.Of(Commits.Intervals(events, step => step % CheckpointEvery == 1), 0.5);

    private static string[] Settings(string name, int numTrainers) =>
    [
        .. Workplace.Settings(name, numTrainers, NumSteps),
        "-D", "model.config=tiny-64", "-D", "training.global-batch=48", "-D", "training.logical-shards=0", "-D", "evaluation.tasks.seen.max-samples=1",
        "-D", "evaluation.tasks.retrieval.max-samples=1", "-D", string.Create(CultureInfo.InvariantCulture, $"checkpoint.every-steps={CheckpointEvery}"),
    ];

    private static async Task<IReadOnlyList<LoggedEvent>> RunAloneAsync(Workplace workplace, string name, int numTrainers, CancellationToken cancellation)
    {
        using var program = CommandLineProcess.Start(
            workplace.Root, ["run", "submit", .. Settings(name, numTrainers), "-D", $"directory={name}", "-D", "trainers.threads=1"]);
        var ended = await program.EndAsync().WaitAsync(cancellation);
        if (ended.ExitCode != 0)
            throw new ChaosException($"the run in one process ended with {ended.ExitCode}: {ended.Errors}{ended.Output}");
        using var log = new RunLog(Path.Combine(workplace.Root, name), cancellation);
        log.Mark();
        return log.Events;
    }

    private static async Task<IReadOnlyList<LoggedEvent>> RunOnClusterAsync(Workplace workplace, ChaosCluster cluster, string name, CancellationToken cancellation)
    {
        await cluster.CommandAsync(["submit", .. Settings(name, cluster.Trainers.Count), "--detach"]);
        using var log = new RunLog(Path.Combine(workplace.Root, Workplace.Runs, name), cancellation);
        await log.UntilAsync<RunEvent.StateChanged>(0, changed => changed.State == RunState.Completed);
        return log.Events;
    }
}
