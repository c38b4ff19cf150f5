using Akka.Cluster;
using AkkaClip.Actors.Nodes;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Configuration;
using AkkaClip.App.Palette;
using AkkaClip.App.Runs;

namespace AkkaClip.App.Nodes;

/// <summary>This process as a member of a cluster.</summary>
internal static class NodeSession
{
    /// <summary>Takes part until cancelled, and leaves then; or until the cluster puts it out.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(NodeConfiguration configuration, Output output, CancellationToken cancellation)
    {
        var spec = configuration.Node;
        await using var node = await ClusterNode.StartAsync(spec, configuration.ActorSystem, SavedRun.Write, cancellation);
        node.System.ActorOf(Gatekeeper.Props(spec.Secret, spec.Cluster.AppVersion, TimeProvider.System), Gatekeeper.Name);
        if (spec.Pbm is not null)
            PbmPalettes.Start(node.System);
        var cluster = Cluster.Get(node.System);
        cluster.RegisterOnMemberUp(() => output.Line($"{spec.Name} has started, as {cluster.SelfAddress}; Ctrl-C leaves the cluster."));
        await node.Completion.WaitAsync(cancellation);
        await Console.Error.WriteLineAsync($"akkaclip: {spec.Name} is no member of its cluster any more (see the log above for the reason); start it again to rejoin");
        return ExitCode.Failure;
    }
}
