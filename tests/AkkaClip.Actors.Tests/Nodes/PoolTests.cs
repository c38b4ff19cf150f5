using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Core.Nodes;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Nodes;

/// <summary>Runs that share the trainers of a cluster, as its list of runs shows them.</summary>
public sealed class PoolTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_higher_run_takes_trainers_from_lower_ones_pauses_the_lowest_and_gives_all_back()
    {
        await using var cluster = new TestCluster(_folder.Path, (_, _) => new FakeParts(new FaultPlan()));
        var control = await cluster.Start("control", 0, NodeRoles.Control);
        await cluster.Start("a", 2, NodeRoles.Trainer);
        await cluster.Start("b", 1, NodeRoles.Trainer);

        await TestCluster.Submit(control, Endless("low", minimum: 1, maximum: 3, priority: 0));
        await Trains(control, ("low", 3));
        await TestCluster.Submit(control, Endless("mid", minimum: 1, maximum: 2, priority: 1));
        await Trains(control, ("low", 1), ("mid", 2));
        await TestCluster.Submit(control, Endless("high", minimum: 2, maximum: 2, priority: 2));
        var paused = await Trains(control, ("low", 0), ("mid", 1), ("high", 2));
        await Stop(control, "high");
        await Trains(control, ("low", 1), ("mid", 2));
        await Stop(control, "mid");
        var list = await Trains(control, ("low", 3));
        await Stop(control, "low");

        Assert.Equal(new RunStatus.PoolShare(1, 3, 0), list.Runs.Single(run => run.Name == "low").Share);
        var low = paused.Runs.Single(run => run.Name == "low");
        Assert.Equal(RunState.Waiting, low.State);
        Assert.Contains("higher priority", low.Record.Reason, StringComparison.Ordinal);
        AssertNoStepWasLost("low");
        AssertNoStepWasLost("mid");
        Assert.Equal(3, Events("low").OfType<RunEvent.TrainerReleased>().Count());
    }

    [Fact]
    public async Task Who_has_too_few_trainers_left_keeps_the_state_that_they_hold()
    {
        await using var cluster = new TestCluster(_folder.Path, (_, _) => new FakeParts(new FaultPlan()));
        var control = await cluster.Start("control", 0, NodeRoles.Control);
        await cluster.Start("a", 1, NodeRoles.Trainer);
        var leaving = await cluster.Start("b", 1, NodeRoles.Trainer);
        await TestCluster.Submit(control, Endless("pair", minimum: 2, maximum: 2, priority: 0));
        await Trains(control, ("pair", 2));

        await cluster.Stop(leaving);
        await Until(control, list => list.Runs[0].State == RunState.Waiting);
        await cluster.Start("c", 1, NodeRoles.Trainer);
        await Trains(control, ("pair", 2));
        await Stop(control, "pair");

        Assert.Contains(Events("pair"), happened => happened is RunEvent.TrainerHealed { Trainer: "c-0000", Source: "a-0000" });
        Assert.DoesNotContain(Events("pair"), happened => happened is RunEvent.TrainerLost or RunEvent.StepAborted);
        AssertNoStepWasLost("pair");
    }

    [Fact]
    public async Task The_last_trainers_to_leave_write_a_checkpoint_from_which_others_go_on()
    {
        await using var cluster = new TestCluster(_folder.Path, (_, _) => new FakeParts(new FaultPlan()));
        var control = await cluster.Start("control", 0, NodeRoles.Control);
        var only = await cluster.Start("a", 2, NodeRoles.Trainer);
        await TestCluster.Submit(control, Endless("run", minimum: 1, maximum: 2, priority: 0));
        await Trains(control, ("run", 2));

        await cluster.Stop(only);
        var list = await Until(control, list => list.Runs[0] is { State: RunState.Waiting, Trainers.IsEmpty: true });
        await cluster.Start("b", 1, NodeRoles.Trainer);
        await Trains(control, ("run", 1));
        await Stop(control, "run");

        Assert.Contains("node a is leaving", list.Runs[0].Record.Reason, StringComparison.Ordinal);
        Assert.NotNull(list.Runs[0].Figures.Checkpoint);
        AssertNoStepWasLost("run");
    }

    /// <summary>Ends when it is told to.</summary>
    private static RunSpec Endless(string name, int minimum, int maximum, int priority) => Specs.Run(name) with
    {
        Name = name,
        LogEverySteps = 100,
        Training = Specs.Run("").Training with { NumSteps = 100_000_000, LearningRate = 1e-3 },
        Trainers = Specs.Run("").Trainers with { Minimum = minimum, Count = maximum, Priority = priority, ChecksumEverySteps = 0 },
    };

    /// <summary>The list of runs once each has so many trainers, and trains with all of them.</summary>
    private static Task<RunRegistry.RunList> Trains(Actors.Nodes.ClusterNode node, params (string Run, int NumTrainers)[] expected) => Until(
        node,
        list => expected.All(wanted => list.Runs.Single(run => run.Name == wanted.Run) is var run
            && run.Trainers.Length == wanted.NumTrainers
            && (wanted.NumTrainers == 0 ? run.State == RunState.Waiting : run.State == RunState.Training && run.Figures.Generation?.Trainers.Length == wanted.NumTrainers)));

    private static async Task<RunRegistry.RunList> Until(Actors.Nodes.ClusterNode node, Func<RunRegistry.RunList, bool> condition)
    {
        using var patience = new CancellationTokenSource(TestCluster.Patience);
        while (true)
        {
            var list = Assert.IsType<RunRegistry.RunList>(await TestCluster.Query(node, new RunRegistry.GetRuns()));
            if (condition(list))
                return list;
            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task Stop(Actors.Nodes.ClusterNode node, string run)
    {
        Assert.IsType<RunRegistry.RunAccepted>(await TestCluster.Ask(node, new RunRegistry.StopRun(run, "the test wants it")));
        Assert.Equal(RunState.Stopped, (await TestCluster.Ended(node, run)).State);
    }

    private List<RunEvent> Events(string run) => [.. MetricsFiles.Read(Path.Combine(_folder.Path, run))];

    /// <summary>Every generation begins where the last one ended: steps only ever grow.</summary>
    private void AssertNoStepWasLost(string run)
    {
        long reached = 0;
        foreach (var happened in Events(run))
        {
            if (happened is RunEvent.Progressed progress)
                Assert.True(progress.Step > reached, $"step {progress.Step} behind step {reached}");
            else if (happened is RunEvent.GenerationStarted generation)
                Assert.True(generation.FirstStep >= reached, $"generation {generation.Generation} begins at step {generation.FirstStep}, behind step {reached}");
            reached = happened switch
            {
                RunEvent.Progressed record => record.Step,
                RunEvent.GenerationStarted begun => begun.FirstStep,
                RunEvent.CheckpointSaved saved => Math.Max(reached, saved.Step),
                _ => reached,
            };
        }
    }
}
