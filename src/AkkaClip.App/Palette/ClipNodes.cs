using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using AkkaClip.Actors.Nodes;
using AkkaClip.Actors.Runs;
using AkkaClip.Core.Errors;

namespace AkkaClip.App.Palette;

/// <summary>What <c>clip</c> says of the nodes that lend trainers, and does with them.</summary>
/// <param name="cluster">Of this node.</param>
/// <param name="runs">Asks the registry.</param>
/// <param name="system">Finds the agents of nodes.</param>
internal sealed class ClipNodes(Cluster cluster, ClipRuns runs, ActorSystem system)
{
    private const string Agent = "/user/node";

    /// <summary>A step of a large model takes a while, and a trainer gives itself back behind one.</summary>
    private static readonly TimeSpan s_drainLimit = TimeSpan.FromMinutes(10), s_patience = TimeSpan.FromSeconds(10);

    public async Task<string> ListAsync()
    {
        var nodes = (await runs.AskAsync<RunRegistry.NodeList>(new RunRegistry.GetNodes())).Nodes;
        if (nodes.IsEmpty)
            return "no node lends trainers; akkaclip node --config hocon/nodes/trainer.conf starts one";
        return ClipRuns.Written(output => output.Table(
            ["node", "address", "slots", "evaluates", "trainers"],
            [.. nodes.Select(node => new[]
            {
                node.Node,
                node.Address,
                node.NumSlots.ToString(CultureInfo.InvariantCulture),
                node.Evaluates ? "yes" : "no",
                node.Trainers.IsEmpty ? "-" : string.Join(" ", node.Trainers.Select(hosted => $"{hosted.Trainer}:{hosted.Run.Value}")),
            })]));
    }

    /// <summary>Has a node give everything back; it stays a member.</summary>
    public async Task<string> DrainAsync(string address)
    {
        var member = Find(address);
        IActorRef agent;
        try
        {
            agent = await system.ActorSelection(new RootActorPath(member.Address) / Agent.Split('/', StringSplitOptions.RemoveEmptyEntries)).ResolveOne(s_patience);
        }
        catch (ActorNotFoundException)
        {
            throw new UserErrorException($"{member.Address} lends no trainers: its roles are {string.Join(", ", member.Roles.Order(StringComparer.Ordinal))}");
        }

        await agent.Ask<NodeAgent.Drained>(new NodeAgent.Drain(), s_drainLimit);
        return $"{member.Address} hosts no trainer any more, and takes none; cluster leave -a {member.Address} has it leave";
    }

    /// <summary>Puts a node out of the cluster.</summary>
    public async Task<string> EvictAsync(string address)
    {
        await Task.Yield(); // what is wrong is an answer, too
        var member = Find(address);
        if (member.UniqueAddress.Equals(cluster.SelfUniqueAddress))
            throw new UserErrorException($"{member.Address} is the node that you talk to; evict it from another one, or have it leave: cluster leave");
        cluster.Down(member.Address);
        return $"{member.Address} is put out of the cluster";
    }

    /// <param name="text">An address, or its host:port.</param>
    private Member Find(string text) =>
        cluster.State.Members.FirstOrDefault(member => member.Address.ToString() == text || member.Address.HostPort().EndsWith($"@{text}", StringComparison.Ordinal))
        ?? throw new UserErrorException($"there is no member {text}; there are {string.Join(", ", cluster.State.Members.Select(member => member.Address))}");
}
