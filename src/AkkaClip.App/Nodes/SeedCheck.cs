using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using AkkaClip.App.Configuration;
using AkkaClip.Core.Nodes;

namespace AkkaClip.App.Nodes;

/// <summary>
/// Whether somebody listens where a node is to join, and whether it and this node belong together: same secret, same
/// version, clocks that agree. Silent seeds are no reason not to start: they may start later.
/// </summary>
internal static class SeedCheck
{
    private const string Name = "seeds";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <param name="node">The node that is about to start.</param>
    /// <param name="actorSystem">Its actor system's configuration.</param>
    public static async Task<IReadOnlyList<Finding>> RunAsync(NodeSpec node, Config actorSystem, TimeProvider time, CancellationToken cancellation)
    {
        var cluster = node.Cluster;
        var others = cluster.Seeds.Where(seed => seed != $"{cluster.Host}:{cluster.Port}").ToImmutableArray();
        if (others.IsEmpty)
            return [Finding.Fine(Name, "this node is the first of its cluster")];
        var answers = await Task.WhenAll(others.Select(seed => Endpoints.IsListeningAsync(seed, time, cancellation)));
        var silent = others.Where((_, i) => !answers[i]).ToList();
        if (silent.Count == others.Length)
            return [Finding.Warning(Name, $"nobody listens at {string.Join(", ", silent)} yet; this node goes on trying to join")];
        var findings = silent.Select(seed => Finding.Warning(Name, $"nobody listens at {seed} yet")).ToList();
        findings.AddRange(await AskAsync(node, [.. others.Except(silent)], actorSystem, time, cancellation));
        return findings;
    }

    /// <summary>Asks the seeds by an actor system that is no member, with the node's own transport.</summary>
    private static async Task<IEnumerable<Finding>> AskAsync(
        NodeSpec node, ImmutableArray<string> seeds, Config actorSystem, TimeProvider time, CancellationToken cancellation)
    {
        using var system = ActorSystem.Create(node.Cluster.System, ConfigurationFactory.ParseString(
            """
            akka.actor.provider = remote
            akka.loglevel = OFF
            akka.remote.dot-netty.tcp.port = 0
            """).WithFallback(actorSystem));
        var findings = await Task.WhenAll(seeds.Select(seed => AskAsync(system, node, seed, time, cancellation)));
        await system.Terminate();
        return findings.SelectMany(finding => finding);
    }

    private static async Task<IEnumerable<Finding>> AskAsync(ActorSystem system, NodeSpec node, string seed, TimeProvider time, CancellationToken cancellation)
    {
        var path = $"{ActorSystemConfig.AddressOf(node.Cluster.System, seed, node.Cluster.Tls)}/user/{Gatekeeper.Name}";
        var question = Proof.Ask(node.Secret);
        string answer;
        try
        {
            answer = await system.ActorSelection(path).Ask<string>(question, s_limit, cancellation);
        }
        catch (AskTimeoutException)
        {
            return [Finding.Warning(Name, $"somebody listens at {seed} and does not answer as a node of the cluster '{node.Cluster.System}' with TLS {(node.Cluster.Tls is null ? "off" : "on")}; this node goes on trying to join")];
        }
        return Proof.Read(answer, question, node.Secret) is var (version, theirs)
            ? [Compare(seed, version, node.Cluster.AppVersion), .. ClockCheck.Run($"the node at {seed}", theirs, time)]
            : [Finding.Refusal(Name, $"the cluster of {seed} has another secret than this node; see akkaclip.node.secret")];
    }

    private static Finding Compare(string seed, string theirs, string own) => theirs == own
        ? Finding.Fine(Name, $"{seed} is a node of this cluster")
        : Finding.Refusal(Name, $"the node at {seed} is akkaclip {theirs}, this one is {own}; a cluster has one version");
}
