using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Actors.Tests.Runs.Simulation;

namespace AkkaClip.Actors.Tests.Runs;

/// <summary>Memory is that of the process: nothing else may run beside these.</summary>
[CollectionDefinition(nameof(ManyTrainersTests), DisableParallelization = true)]
[Collection(nameof(ManyTrainersTests))]
public sealed class ManyTrainersTests : IDisposable
{
    private const int NumTrainers = 100, NumSteps = 1000;

    /// <summary>Nothing depends on the value.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_coordinator_of_many_sends_one_commit_a_step_to_each_and_keeps_nothing_of_past_steps()
    {
        await using var run = new SimulatedRun(NumTrainers, _folder.Path);
        await run.Begun(s_patience);
        await run.Reach(NumSteps, s_patience); // tables and pools have their size
        Assert.Equal(NumTrainers * NumSteps, run.NumCommits);
        var (before, allocated) = (GC.GetTotalMemory(forceFullCollection: true), GC.GetTotalAllocatedBytes());

        await run.Reach(2 * NumSteps, s_patience);

        Assert.Equal(2 * NumTrainers * NumSteps, run.NumCommits);
        var perReport = (GC.GetTotalAllocatedBytes() - allocated) / (NumTrainers * NumSteps);
        Assert.InRange(perReport, 0, 4 * 1024); // of one trainer in one step: 1.4 kB, and more with every trainer if work were quadratic
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(kept, long.MinValue, NumSteps * 64); // 64 bytes a step would be noticed
    }
}
