using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Nodes;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Nodes;

/// <summary>Runs whose batches come from nodes of role data; the trainers' nodes have no data.</summary>
public sealed class LoaderNodeTests : IDisposable
{
    private const string Missing = "/nowhere/train.tar";

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private RunSpec Spec => Specs.Run(_folder.Path) with
    {
        Trainers = Specs.Run("").Trainers with { Count = 2 },
        Training = Specs.Run("").Training with { LearningRate = 1e-3, LogicalShards = 4 },
        Loaders = new LoadersSpec { Place = LoaderPlace.Nodes, Timeout = TestCluster.Patience },
    };

    [Fact]
    public async Task Trainers_without_data_train_to_the_same_bits_while_loader_nodes_come_and_go()
    {
        var undisturbed = await InOneProcess();
        var faults = new FaultPlan();
        await using var cluster = new TestCluster(_folder.Path, (node, spec) => new SmallClip(spec, node == "a" ? faults : new FaultPlan(), IsLoader(node) ? null : Missing));
        var control = await cluster.Start("control", 0, NodeRoles.Control);
        var first = await cluster.Start("data-1", 0, NodeRoles.Data);
        var second = await cluster.Start("data-2", 0, NodeRoles.Data);
        await cluster.Start("a", 1, NodeRoles.Trainer);
        await cluster.Start("b", 1, NodeRoles.Trainer);

        // A step is under way, and cannot end before the nodes have changed.
        faults.Do(FaultPoint.BeforeCompute, 4, () => Await(first.DisposeAsync().AsTask()), "a-0000");
        faults.Do(FaultPoint.BeforeCompute, 6, () => Await(Replace()), "a-0000");

        await TestCluster.Submit(control, Spec);
        var record = await TestCluster.Ended(control, Spec.Name);

        Assert.Equal((RunState.Completed, 0), (record.State, faults.NumLeft));
        Assert.Equal(undisturbed.FinalState, FinalState());
        Assert.DoesNotContain(Events, happened => happened is RunEvent.TrainerLost);
        var audit = LedgerAudit.Of(LedgerFile.Read(_folder.Path), savedSteps: 12);
        Assert.True(audit is { IsClean: true, NumSteps: 12, NumRedone: 0 }, $"{audit} {string.Join("; ", audit.Problems)}");

        async Task Replace()
        {
            await cluster.Start("data-3", 0, NodeRoles.Data);
            await Until(() => Events.OfType<RunEvent.LoadersChanged>().Any(change => change.Nodes.Contains("data-3")));
            await second.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_node_without_the_data_serves_nothing_and_is_named_with_the_path()
    {
        await using var cluster = new TestCluster(_folder.Path, (node, spec) => new SmallClip(spec, new FaultPlan(), node == "data-1" ? null : Missing));
        var control = await cluster.Start("control", 0, NodeRoles.Control);
        await cluster.Start("data-1", 0, NodeRoles.Data);
        await cluster.Start("a", 1, NodeRoles.Trainer);
        await TestCluster.Submit(control, Spec with { Training = Spec.Training with { NumSteps = 1_000_000 } });
        await Until(() => Events.OfType<RunEvent.LoadersChanged>().Any(change => change.Nodes.Contains("data-1")));
        await cluster.Start("data-2", 0, NodeRoles.Data);

        await Until(() => Events.OfType<RunEvent.LoadersChanged>().Any(change => change.Reason.Contains("data-2", StringComparison.Ordinal) && change.Reason.Contains(Missing, StringComparison.Ordinal)));

        var told = Assert.Single(Events.OfType<RunEvent.LoadersChanged>(), change => change.Reason.Contains(Missing, StringComparison.Ordinal));
        Assert.Equal(["data-1"], told.Nodes.AsEnumerable());
        Assert.Equal($"not from node data-2: {Missing}: no such file; check the path", told.Reason);
        Assert.IsType<RunRegistry.RunAccepted>(await TestCluster.Ask(control, new RunRegistry.StopRun(Spec.Name, "seen")));
        Assert.Equal(RunState.Stopped, (await TestCluster.Ended(control, Spec.Name)).State);
    }

    [Fact]
    public async Task A_run_whose_loader_node_has_no_data_is_refused_with_node_and_path()
    {
        await using var cluster = new TestCluster(_folder.Path, (_, spec) => new SmallClip(spec, new FaultPlan(), Missing));
        var control = await cluster.Start("control", 0, NodeRoles.Control);
        await cluster.Start("data-1", 0, NodeRoles.Data);
        await cluster.Start("a", 1, NodeRoles.Trainer);

        var refused = Assert.IsType<RunRegistry.RunRefused>(await TestCluster.Ask(control, new RunRegistry.SubmitRun(Spec)));

        Assert.Equal($"node data-1: {Missing}: no such file; check the path", refused.Reason);
    }

    private static bool IsLoader(string node) => node.StartsWith("data", StringComparison.Ordinal);

    private IEnumerable<RunEvent> Events => File.Exists(MetricsFiles.LinesPath(_folder.Path)) ? MetricsFiles.Read(_folder.Path) : [];

    private async Task<Trial> InOneProcess()
    {
        using var folder = new RunFolder();
        var spec = Spec with { Directory = folder.Path, Loaders = Spec.Loaders with { Place = LoaderPlace.Own } };
        return await Trial.Run(spec, new SmallClip(spec, new FaultPlan()));
    }

    private string FinalState() => File.ReadAllText(Path.Combine(_folder.Path, "checkpoints", "step-00000012", "state.txt"));

    private static void Await(Task task) => task.GetAwaiter().GetResult(); // on the replica's own thread

    private static async Task Until(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TestCluster.Patience);
        while (!holds())
            await Task.Delay(50, patience.Token);
    }
}
