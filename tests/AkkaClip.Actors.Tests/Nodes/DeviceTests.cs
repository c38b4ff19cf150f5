using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Core.Nodes;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Nodes;

/// <summary>Nodes lend one trainer for each of their devices. The replicas are fakes, which ask no device for anything.</summary>
public sealed class DeviceTests : IDisposable
{
    private readonly RunFolder _folder = new();
    private readonly FakeParts _parts = new(new FaultPlan());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_node_of_two_cpus_trains_with_two_trainers()
    {
        await using var cluster = new TestCluster(_folder.Path, (_, _) => _parts);
        var node = await cluster.Start("a", 2, NodeRoles.Control, NodeRoles.Trainer);

        await TestCluster.Submit(node, On("cpu") with { Trainers = Specs.Run("").Trainers with { Count = 2, Minimum = 2 } });
        var record = await TestCluster.Ended(node, On("cpu").Name);

        Assert.Equal(RunState.Completed, record.State);
        Assert.Equal(["a-0000", "a-0001"], MetricsFiles.Read(_folder.Path).OfType<RunEvent.GenerationStarted>().First().Trainers.ToArray());
        Assert.Equal(["cpu", "cpu"], _parts.Devices);
    }

    [Fact]
    public async Task Each_trainer_computes_on_its_own_device_and_a_cpu_is_left_to_others()
    {
        await using var cluster = new TestCluster(_folder.Path, (_, _) => _parts);
        var control = await cluster.Start("control", 0, NodeRoles.Control);
        await cluster.Start("a", [NodeRoles.Trainer], node => node with { Devices = ["cuda:0", "cpu", "cuda:3"] });

        await TestCluster.Submit(control, On("cuda") with { Trainers = Specs.Run("").Trainers with { Count = 3, Minimum = 2 } });
        var record = await TestCluster.Ended(control, On("cuda").Name);

        Assert.Equal(RunState.Completed, record.State);
        Assert.Equal(["cuda:0", "cuda:3"], _parts.Devices.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_run_whose_device_nobody_lends_says_so_and_begins_when_somebody_does()
    {
        await using var cluster = new TestCluster(_folder.Path, (_, _) => _parts);
        var control = await cluster.Start("control", 0, NodeRoles.Control);
        await cluster.Start("a", [NodeRoles.Trainer], node => node with { Devices = ["cpu", "cpu"] });

        await TestCluster.Submit(control, On("cuda:1") with { Trainers = Specs.Run("").Trainers with { Count = 1, Minimum = 1 } });
        var waiting = await TestCluster.Await(control, On("cuda:1").Name, record => record.State == RunState.Waiting);
        Assert.Contains("trains on cuda:1, and no node lends that: there are 2 x cpu", waiting.Reason, StringComparison.Ordinal);
        Assert.Empty(_parts.Devices);

        await cluster.Start("b", [NodeRoles.Trainer], node => node with { Devices = ["cuda:0", "cuda:1"] });
        var record = await TestCluster.Ended(control, On("cuda:1").Name);
        Assert.Equal(RunState.Completed, record.State);
        Assert.Equal(["cuda:1"], _parts.Devices);
    }

    private RunSpec On(string device)
    {
        var spec = Specs.Run(_folder.Path);
        return spec with { Model = spec.Model with { Device = device } };
    }
}
