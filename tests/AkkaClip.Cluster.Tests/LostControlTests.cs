using System.Globalization;
using AkkaClip.TestSupport.Folders;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.Cluster.Tests;

/// <summary>A node without anybody who could give it work ends, so that whoever runs it can start it again.</summary>
public sealed class LostControlTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_node_whose_cluster_has_lost_all_control_nodes_ends_and_says_so()
    {
        var secret = _folder.File("cluster.secret", "a secret of the tests");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        int[] ports = [LoopbackPort.Free(), LoopbackPort.Free()];
        var seed = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{ports.Max()}");
        using var control = Start("control", "control", ports.Max(), seed);
        await control.OutputContainsAsync("control has started");
        using var left = Start("left", "evaluator", ports.Min(), seed); // of two halves, the one with the lowest address goes on
        await left.OutputContainsAsync("left has started");

        control.Kill();
        var ended = await left.EndAsync();

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("this node's cluster has had no control node for 10 s", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("left is no member of its cluster any more", ended.Errors, StringComparison.Ordinal);
    }

    private CommandLineProcess Start(string name, string roles, int port, string seed) => CommandLineProcess.Start(
        _folder.Root,
        [
            "node", "--name", name, "--roles", roles, "--port", port.ToString(CultureInfo.InvariantCulture), "--seed", seed,
            "-D", "secret.file=cluster.secret", "-D", "runs-directory=runs", "-D", "cluster.stable-after=1 s",
        ]);
}
