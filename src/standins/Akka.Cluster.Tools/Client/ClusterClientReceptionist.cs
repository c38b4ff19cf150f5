using Akka.Cluster.Tools.Client.Serialization;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Cluster.Tools.Client;

/// <summary>
/// The receptionist of this node, through which clients outside of the cluster reach the services registered here or on
/// any other node. Start it on every node that shall be a way in, by <c>akka.extensions</c> or by getting it.
/// </summary>
public sealed class ClusterClientReceptionist : IExtension
{
    private readonly IActorRef _services;
    private readonly Cluster _cluster;
    private readonly string _role;

    public ClusterClientReceptionist(ExtendedActorSystem system)
    {
        ClusterClientMessageSerializer.Register(system);
        var config = system.Settings.Config.GetConfig("akka.cluster.client.receptionist");
        var settings = ClusterReceptionistSettings.Create(config);
        _cluster = Cluster.Get(system);
        _role = settings.Role;
        if (IsTerminated)
        {
            _services = Underlying = system.DeadLetters;
            return;
        }
        var dispatcher = config.GetString("use-dispatcher") is { Length: > 0 } configured ? configured : Dispatchers.InternalDispatcherId;
        _services = system.SystemActorOf(
            Props.Create(() => new ServiceRegistry(settings.Role)).WithDispatcher(dispatcher).WithDeploy(Deploy.Local), "clusterClientServices");
        Underlying = system.SystemActorOf(
            ClusterReceptionist.Props(_services, settings).WithDispatcher(dispatcher), config.GetString("name"));
    }

    /// <summary>Whether this node has no receptionist: it is no member any more, or lacks the role.</summary>
    public bool IsTerminated => _cluster.IsTerminated || !(_role is null || _cluster.SelfRoles.Contains(_role));

    /// <summary>The receptionist itself.</summary>
    public IActorRef Underlying { get; }

    public static Config DefaultConfig() =>
        ConfigurationFactory.FromResource<ClusterClientReceptionist>("Akka.Cluster.Tools.Client.reference.conf");

    public static ClusterClientReceptionist Get(ActorSystem system) =>
        system.WithExtension<ClusterClientReceptionist, ClusterClientReceptionistExtensionProvider>();

    /// <summary>Lets clients send to an actor of this node, by its path. It is forgotten when it stops.</summary>
    public void RegisterService(IActorRef actorRef) => _services.Tell(new ServiceRegistry.Put(actorRef));

    public void UnregisterService(IActorRef actorRef) => _services.Tell(new ServiceRegistry.Remove(actorRef));
}
