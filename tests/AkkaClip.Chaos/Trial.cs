using System.Globalization;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Progress;
using AkkaClip.Chaos.Clusters;
using AkkaClip.Chaos.Faults;
using AkkaClip.Chaos.Reports;
using AkkaClip.Chaos.Runs;
using AkkaClip.Core.Ledger;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.Chaos;

/// <summary>Trains a run on a cluster of processes that faults are injected into, and compares it with one that nobody disturbs.</summary>
public sealed class Trial(TrialOptions options, Action<string> tell)
{
    private const string Undisturbed = "undisturbed", Weights = "open_clip_model.safetensors";
    private const long MoreStepsThanItGets = 10_000_000;

    /// <summary>The steps by which a step's time is known before the first fault.</summary>
    private const int NumCalmSteps = 40;

    /// <param name="cancellation">Ends it, and all processes with it.</param>
    /// <exception cref="ChaosException">The cluster did not survive; the message says what and when.</exception>
    public async Task<Verdict> RunAsync(CancellationToken cancellation)
    {
        using var workplace = await Workplace.CreateAsync(withDisk: options.Faults.Any(fault => fault is FullDiskFault));
        workplace.Keep = options.KeepFolder;
        tell($"in {workplace.Root}");
        var random = new Random(options.Seed);
        using var log = new RunLog(workplace.RunFolder, cancellation);
        var injections = new List<Injection>();
        await using (var cluster = new ChaosCluster(workplace, options.InNamespaces))
        {
            await cluster.StartAsync();
            await cluster.CommandAsync(["submit", .. Workplace.Settings(Workplace.Run, cluster.Trainers.Count, MoreStepsThanItGets), .. Upkeep, "--detach"]);
            var scene = new Scene(workplace, cluster, log, random, cancellation);
            await scene.BecomeWholeAsync();
            await log.UntilAsync<RunEvent.Progressed>(log.Mark(), progress => progress.Step >= NumCalmSteps);
            foreach (var fault in options.Schedule(random))
            {
                var injection = await fault.RunAsync(scene);
                tell(string.Create(CultureInfo.InvariantCulture, $"{injections.Count + 1,4}  {fault.Name,-20} next step after {injection.ToNextCommit.TotalSeconds:F2} s"));
                await scene.BecomeWholeAsync();
                injections.Add(injection with { End = log.Mark() });
            }

            await cluster.CommandAsync("cancel", Workplace.Run);
            await log.UntilAsync<RunEvent.StateChanged>(0, changed => changed.State == RunState.Stopped);
        }

        log.Mark();
        return await JudgeAsync(workplace, log, injections, cancellation);
    }

    private static string[] Upkeep { get; } = ["-D", "checkpoint.every-steps=40", "-D", "evaluation.every-steps=200"];

    private async Task<Verdict> JudgeAsync(Workplace workplace, RunLog log, List<Injection> injections, CancellationToken cancellation)
    {
        var numSteps = new CheckpointStore(workplace.RunFolder, TimeProvider.System).Steps()[0];
        tell($"trains {numSteps} steps without faults, to compare");
        using var program = CommandLineProcess.Start(workplace.Root, [
            "run", "submit", .. Workplace.Settings(Undisturbed, numTrainers: 1, numSteps), "-D", $"directory={Undisturbed}", "-D", "checkpoint.every-steps=0", "-D", "trainers.threads=1"]);
        var ended = await program.EndAsync().WaitAsync(cancellation);
        if (ended.ExitCode != 0)
            throw new ChaosException($"the run without faults ended with {ended.ExitCode}: {ended.Errors}{ended.Output}");

        var undisturbed = Path.Combine(workplace.Root, Undisturbed);
        var expected = Commits.Losses(MetricsFiles.Read(undisturbed));
        var recorded = Commits.Losses(log.Events.Select(logged => logged.Event));
        return new Verdict
        {
            NumSteps = numSteps,
            StepTime = Quantiles.Of(Commits.Intervals(log.Events), 0.5),
            Faults = [.. injections.GroupBy(injection => injection.Fault).Select(kind => FaultResult.Of(options.Faults.Single(fault => fault.Name == kind.Key), [.. kind], log.Events))],
            JoinTimes = Commits.Joins(log.Events),
            NumLostSteps = Commits.NumLost(log.Events),
            Samples = LedgerAudit.Of(LedgerFile.Read(workplace.RunFolder), numSteps),
            NumOtherLosses = recorded.Count(step => !step.Value.Equals(expected.GetValueOrDefault(step.Key, double.NaN))),
            WeightsAreEqual = ReadWeights(workplace.RunFolder, numSteps).AsSpan().SequenceEqual(ReadWeights(undisturbed, numSteps)),
        };
    }

    private static byte[] ReadWeights(string runFolder, long step) =>
        File.ReadAllBytes(Path.Combine(new CheckpointStore(runFolder, TimeProvider.System).FolderOf(step), Weights));
}
