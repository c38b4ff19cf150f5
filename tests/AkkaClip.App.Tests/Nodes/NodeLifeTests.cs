using AkkaClip.TestSupport.Processes;

namespace AkkaClip.App.Tests.Nodes;

/// <summary>Nodes as processes: they find each other, and leave when they are told to.</summary>
public sealed class NodeLifeTests : IDisposable
{
    private readonly NodeFolder _folder = new();
    private readonly string _seed = $"127.0.0.1:{LoopbackPort.Free()}";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_node_joins_and_leaves_on_SIGTERM_with_0_and_on_Ctrl_C_with_130()
    {
        using var seed = Start("seed", "control", _seed.Split(':')[1]);
        await seed.OutputContainsAsync("seed has started");
        using var joining = Start("joining", "data", "0");
        await joining.OutputContainsAsync("joining has started");

        await joining.TerminateAsync();
        var left = await joining.EndAsync();
        Assert.True(left.ExitCode == 0, left.Errors);
        Assert.Contains($"{_seed} is a node of this cluster", left.Output, StringComparison.Ordinal);
        Assert.Contains("Finishing the step and leaving the cluster", left.Errors, StringComparison.Ordinal);

        await seed.InterruptAsync();
        Assert.Equal(130, (await seed.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_node_with_another_secret_is_refused_before_it_joins()
    {
        using var seed = Start("seed", "control", _seed.Split(':')[1]);
        await seed.OutputContainsAsync("seed has started");
        _folder.WriteSecret("the secret of another cluster", UnixFileMode.UserRead | UnixFileMode.UserWrite);

        using var stranger = Start("stranger", "data", "0");
        var refused = await stranger.EndAsync();

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"the cluster of {_seed} has another secret than this node", refused.Errors, StringComparison.Ordinal);
        await seed.TerminateAsync();
        Assert.Contains("does not know the cluster's secret", (await seed.EndAsync()).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_waits_for_its_seed_can_be_ended()
    {
        using var waiting = Start("waiting", "data", "0");
        await waiting.ErrorsContainAsync("this node goes on trying to join");

        await waiting.TerminateAsync();

        Assert.Equal(0, (await waiting.EndAsync()).ExitCode);
    }

    private CommandLineProcess Start(string name, string roles, string port) => CommandLineProcess.Start(
        _folder.Root, ["node", "--name", name, "--roles", roles, "--port", port, "--seed", _seed, .. NodeFolder.Settings]);
}
