using System.Diagnostics;
using Akka.Actor;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Runs.Simulation;
using AkkaClip.Actors.Training;
using AkkaClip.Actors.Wire;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Membership;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Benchmarks;

/// <summary>
/// What a step of many trainers costs their coordinator: processor time of the whole process, simulated trainers included,
/// so that it is an upper bound. The goal for 1,000 trainers is 50 ms a step, and no more memory after 10,000 steps.
/// </summary>
public static class CoordinatorBenchmark
{
    private const int NumTrainers = 1000;
    private const int NumSteps = 10_000, NumWarmUp = 200;
    private const double GoalMilliseconds = 50;

    private static readonly TimeSpan s_patience = TimeSpan.FromHours(1);

    public static void Run(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var folder = Directory.CreateTempSubdirectory("akkaclip-coordinator-");
        try
        {
            RunAsync(folder.FullName, output).GetAwaiter().GetResult();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string folder, TextWriter output)
    {
        var run = new SimulatedRun(NumTrainers, folder);
        await using var _ = run.ConfigureAwait(false);
        await run.Begun(s_patience).ConfigureAwait(false);
        await run.Reach(NumWarmUp, s_patience).ConfigureAwait(false);
        output.WriteLine($"coordinator of {NumTrainers} simulated trainers, all in one process");
        output.WriteLine("steps    cpu ms/step  time ms/step  allocated kB/step  live MB");
        output.WriteLine($"{NumWarmUp,6}{"",40}{Live(),15:F2}");
        var worst = 0.0;
        for (var (from, to) = (NumWarmUp, 1000); to <= NumSteps; (from, to) = (to, to + 1000))
        {
            var (start, cpu, allocated) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
            await run.Reach(to, s_patience).ConfigureAwait(false);
            var (time, numSteps) = (Stopwatch.GetElapsedTime(start), to - from);
            var cpuMilliseconds = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / numSteps;
            worst = Math.Max(worst, cpuMilliseconds);
            output.WriteLine($"{to,6}{cpuMilliseconds,14:F2}{time.TotalMilliseconds / numSteps,14:F2}{(GC.GetTotalAllocatedBytes() - allocated) / 1e3 / numSteps,19:F0}{Live(),9:F2}");
        }
        var wire = await WireMillisecondsAsync().ConfigureAwait(false);
        output.WriteLine($"on a cluster, two reports of each trainer are read and one commit is written besides: {wire:F2} cpu ms/step");
        worst += wire;
        output.WriteLine(worst < GoalMilliseconds ? $"the goal of {GoalMilliseconds} ms is met" : $"the goal of {GoalMilliseconds} ms is missed");
    }

    /// <summary>What the coordinator's side of the wire costs in one step of all trainers.</summary>
    private static async Task<double> WireMillisecondsAsync()
    {
        const int NumRounds = 20;
        var system = ActorSystem.Create("wire");
        var serializer = new WireSerializer((ExtendedActorSystem)system);
        var (stamp, trainer) = (new StepStamp(new RunId("simulated"), 10_001, 123_456), new TrainerId("trainer-0000"));
        var commit = new Trainer.CommitStep(stamp, 5e-4, null, ReportChecksum: false, Hold: false, 123_450);
        var reports = new object[]
        {
            new RunCoordinator.StepReduced(stamp, trainer, new StepOutcome(stamp.Step, 2.5, 1.5, IsFinite: true, 14.3, default), TimeSpan.FromMilliseconds(1), 0, new SampleDigest(32_768, ulong.MaxValue / 3, ulong.MaxValue / 5)),
            new RunCoordinator.StepCommitted(stamp, trainer, null),
        }.Select(report => (Bytes: serializer.ToBinary(report), Manifest: serializer.Manifest(report))).ToArray();
        var cpu = TimeSpan.Zero;
        for (var round = -1; round < NumRounds; round++)
        {
            if (round == 0)
                cpu = Environment.CpuUsage.TotalTime; // the first round compiles
            for (var i = 0; i < NumTrainers; i++)
            {
                foreach (var (bytes, manifest) in reports)
                    serializer.FromBinary(bytes, manifest);
                serializer.ToBinary(commit);
            }
        }
        cpu = Environment.CpuUsage.TotalTime - cpu;
        await system.Terminate().ConfigureAwait(false);
        return cpu.TotalMilliseconds / NumRounds;
    }

    private static double Live() => GC.GetTotalMemory(forceFullCollection: true) / 1e6;
}
