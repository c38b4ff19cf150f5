using System.Globalization;
using AkkaClip.App.Tests.Nodes;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.App.Tests.Clients;

/// <summary>What a client says of a node that is there and cannot help it: both as processes.</summary>
public sealed class ClusterConnectionTests : IDisposable
{
    private readonly NodeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_node_of_another_cluster_is_told_apart_from_none()
    {
        var port = LoopbackPort.Free().ToString(CultureInfo.InvariantCulture);
        using var node = CommandLineProcess.Start(_folder.Root, ["node", "--name", "other", "--roles", "control", "--port", port, "-D", "cluster.system=other", .. NodeFolder.Settings]);
        await node.OutputContainsAsync("other has started");
        _folder.Write("client.conf", "akkaclip.client.timeout = 2 s");

        var ended = await CommandLineProcess.RunAsync(_folder.Root, "run", "list", "--node", "client.conf", "--cluster", $"127.0.0.1:{port}");

        Assert.Equal(2, ended.ExitCode);
        Assert.Equal(
            $"akkaclip: no node of the cluster answered at 127.0.0.1:{port} within 2 s, though somebody listens there: is it a node of the cluster 'akkaclip' with TLS off, as here, and is a node of role control among its members?",
            ended.Errors.Trim());
        await node.TerminateAsync();
        Assert.Equal(0, (await node.EndAsync()).ExitCode);
    }
}
