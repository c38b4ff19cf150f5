namespace Akka.Cluster.Tools.Client;

/// <summary>
/// Stands for a client towards services: it passes their answers on, without a sender, as a client cannot reach the
/// nodes of the cluster by itself.
/// </summary>
internal sealed class ClientResponseTunnel : ReceiveActor
{
    public ClientResponseTunnel(IActorRef client, TimeSpan timeout)
    {
        // An ask expects one answer.
        var isAsk = client.Path.Elements is ["temp", ['$', ..]];
        Context.SetReceiveTimeout(timeout);
        Receive<Ping>(_ => { });
        Receive<ReceiveTimeout>(_ => Context.Stop(Self));
        ReceiveAny(answer =>
        {
            client.Tell(answer, ActorRefs.NoSender);
            if (isAsk)
                Context.Stop(Self);
        });
    }

    /// <summary>The client sent something: wait for its answers.</summary>
    internal sealed record Ping
    {
        public static readonly Ping Instance = new();
    }
}
