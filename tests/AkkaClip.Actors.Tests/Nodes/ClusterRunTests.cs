using Akka.Actor;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Nodes;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Nodes;

/// <summary>A small but real CLIP, trained on the nodes of a cluster.</summary>
public sealed class ClusterRunTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>By logical shards, so that the bits are the same whoever has joined by which step.</summary>
    private RunSpec Spec => Specs.Run(_folder.Path) with
    {
        Trainers = Specs.Run("").Trainers with { Count = 2 },
        Training = Specs.Run("").Training with { LearningRate = 1e-3, LogicalShards = 4 },
    };

    [Fact]
    public async Task A_run_over_two_nodes_has_the_bits_of_one_in_a_process()
    {
        var undisturbed = await InOneProcess();
        await using var cluster = new TestCluster(_folder.Path, (_, spec) => new SmallClip(spec, new FaultPlan()));
        var control = await cluster.Start("control", 0, NodeRoles.Control, NodeRoles.Evaluator);
        await cluster.Start("a", 1, NodeRoles.Trainer);
        await cluster.Start("b", 1, NodeRoles.Trainer);

        await TestCluster.Submit(control, Spec);
        var record = await TestCluster.Ended(control, Spec.Name);

        Assert.Equal(RunState.Completed, record.State);
        Assert.Equal(undisturbed.FinalState, FinalState());
    }

    [Fact]
    public async Task A_trainer_that_throws_on_another_node_is_healed_from_its_peer()
    {
        var undisturbed = await InOneProcess();
        var faults = new FaultPlan().Throw(FaultPoint.WhileComputing, 5, "b-0000");
        await using var cluster = new TestCluster(_folder.Path, (node, spec) => new SmallClip(spec, node == "b" ? faults : new FaultPlan()));
        var control = await cluster.Start("control", 0, NodeRoles.Control);
        await cluster.Start("a", 1, NodeRoles.Trainer);
        await cluster.Start("b", 1, NodeRoles.Trainer);

        await TestCluster.Submit(control, Spec);
        var record = await TestCluster.Ended(control, Spec.Name);

        Assert.Equal(RunState.Completed, record.State);
        Assert.Equal(0, faults.NumLeft);
        Assert.Contains(MetricsFiles.Read(_folder.Path), happened => happened is RunEvent.TrainerHealed { Trainer: "b-0000", Source: "a-0000" });
        Assert.Equal(undisturbed.FinalState, FinalState());
    }

    /// <summary>Both of the others have the state, on nodes of their own; one of them fails as it is about to give it away.</summary>
    [Fact]
    public async Task A_trainer_is_healed_from_all_who_live_though_one_of_them_fails_meanwhile()
    {
        var undisturbed = await InOneProcess();
        var joiner = new FaultPlan().Throw(FaultPoint.WhileComputing, 5, "c-0000");
        var giver = new FaultPlan().Throw(FaultPoint.WhileCapturing, 5, "a-0000");
        await using var cluster = new TestCluster(_folder.Path, (node, spec) => new SmallClip(spec, node == "c" ? joiner : node == "a" ? giver : new FaultPlan()));
        var control = await cluster.Start("control", 0, NodeRoles.Control);
        foreach (var node in new[] { "a", "b", "c" })
            await cluster.Start(node, 1, NodeRoles.Trainer);

        await TestCluster.Submit(control, Spec with { Trainers = Spec.Trainers with { Count = 3 } });
        var record = await TestCluster.Ended(control, Spec.Name);

        Assert.Equal(RunState.Completed, record.State);
        Assert.Equal(0, joiner.NumLeft + giver.NumLeft);
        Assert.Equal(["a-0000", "c-0000"], MetricsFiles.Read(_folder.Path).OfType<RunEvent.TrainerHealed>().Select(healed => healed.Trainer).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(undisturbed.FinalState, FinalState());
    }

    /// <summary>The one is about to give its state and the other waits for it when their coordinator goes.</summary>
    [Fact]
    public async Task A_trainer_is_healed_though_the_coordinator_is_lost_meanwhile()
    {
        var undisturbed = await InOneProcess();
        using var reached = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        var joiner = new FaultPlan().Throw(FaultPoint.WhileComputing, 5, "a-0000");
        var giver = new FaultPlan().Do(FaultPoint.WhileCapturing, 5, () =>
        {
            reached.Set();
            Assert.True(leave.Wait(TestCluster.Patience));
        }, "b-0000");
        await using var cluster = new TestCluster(_folder.Path, (node, spec) => new SmallClip(spec, node == "a" ? joiner : giver));
        var first = await cluster.Start("control-1", 0, NodeRoles.Control);
        var second = await cluster.Start("control-2", 0, NodeRoles.Control);
        await cluster.Start("a", 1, NodeRoles.Trainer);
        await cluster.Start("b", 1, NodeRoles.Trainer);

        await TestCluster.Submit(second, Spec);
        Assert.True(await Task.Run(() => reached.Wait(TestCluster.Patience)));
        await first.DisposeAsync();
        leave.Set();
        var record = await TestCluster.Ended(second, Spec.Name);

        Assert.Equal(RunState.Completed, record.State);
        Assert.Equal(0, joiner.NumLeft + giver.NumLeft); // who heard of it, the old coordinator or the new one, is open
        Assert.Equal(undisturbed.FinalState, FinalState());
    }

    [Fact]
    public async Task A_run_outlives_the_node_of_its_registry_and_loses_no_step()
    {
        var undisturbed = await InOneProcess();
        using var reached = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        var faults = new FaultPlan().Do(FaultPoint.BeforeCompute, 5, () =>
        {
            reached.Set();
            Assert.True(leave.Wait(TestCluster.Patience));
        }, "a-0000");
        await using var cluster = new TestCluster(_folder.Path, (node, spec) => new SmallClip(spec, node == "a" ? faults : new FaultPlan()));
        var first = await cluster.Start("control-1", 0, NodeRoles.Control);
        var second = await cluster.Start("control-2", 0, NodeRoles.Control);
        await cluster.Start("a", 1, NodeRoles.Trainer);
        await cluster.Start("b", 1, NodeRoles.Trainer);

        await TestCluster.Submit(second, Spec);
        Assert.True(await Task.Run(() => reached.Wait(TestCluster.Patience)));
        await first.DisposeAsync(); // the oldest: its registry goes with it
        leave.Set();
        var record = await TestCluster.Ended(second, Spec.Name);

        Assert.Equal(RunState.Completed, record.State);
        var events = MetricsFiles.Read(_folder.Path).ToList();
        Assert.DoesNotContain(events, happened => happened is RunEvent.TrainerLost);
        Assert.Equal(undisturbed.FinalState, FinalState());
        var audit = LedgerAudit.Of(LedgerFile.Read(_folder.Path), savedSteps: 12);
        Assert.True(audit is { IsClean: true, NumSteps: 12, NumRedone: 0 }, $"{audit} {string.Join("; ", audit.Problems)}");
    }

    private async Task<Trial> InOneProcess()
    {
        using var folder = new RunFolder();
        var spec = Spec with { Directory = folder.Path };
        return await Trial.Run(spec, new SmallClip(spec, new FaultPlan()));
    }

    private string FinalState() => File.ReadAllText(Path.Combine(_folder.Path, "checkpoints", "step-00000012", "state.txt"));
}
