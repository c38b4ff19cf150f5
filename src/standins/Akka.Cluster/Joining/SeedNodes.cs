using static Akka.Cluster.InternalClusterAction;

namespace Akka.Cluster;

/// <summary>Asking seed nodes, and what their answers mean.</summary>
internal static class SeedNodes
{
    /// <summary>Asks the daemons of these nodes, the parents of such processes there.</summary>
    public static void Ask(IActorContext context, Cluster cluster, IEnumerable<Address> seeds)
    {
        var ask = new InitJoin(JoinConfiguration.Of(cluster));
        foreach (var seed in seeds)
            context.ActorSelection(context.Parent.Path.ToStringWithAddress(seed)).Tell(ask, context.Self);
    }

    /// <summary>What the daemon is to do.</summary>
    public static object Answer(InitJoinAck ack) => ack.Incompatibility.Length == 0
        ? new JoinTo(ack.Address)
        : new JoinRefused(ack.Address, ack.Incompatibility);
}
