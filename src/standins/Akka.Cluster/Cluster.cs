using Akka.Configuration;
using Akka.Remote;
using Akka.Util;

using static Akka.Cluster.InternalClusterAction;

namespace Akka.Cluster;

/// <summary>
/// The membership of this actor system in a cluster: who the members are, who leads, how to join and leave, and the
/// events of all that.
/// </summary>
public partial class Cluster : IExtension
{
    private readonly AtomicBoolean _isTerminated = new(false);
    private readonly Lazy<IDowningProvider> _downingProvider;
    private readonly IActorRef _clusterDaemons;
    private volatile IActorRef _clusterCore;

    /// <exception cref="ConfigurationException">The system's provider is not the cluster's, or a setting is wrong.</exception>
    public Cluster(ActorSystemImpl system)
    {
        System = system;
        if (system.Provider is not IClusterActorRefProvider provider)
        {
            throw new ConfigurationException(
                $"ActorSystem {system} needs to have a 'IClusterActorRefProvider' enabled in the configuration, currently uses {system.Provider.GetType().FullName}");
        }
        Settings = new ClusterSettings(system.Settings.Config, system.Name);
        SelfUniqueAddress = new UniqueAddress(provider.Transport.DefaultAddress, AddressUidExtension.Uid(system));
        CurrentInfoLogger = new InfoLogger(Logging.GetLogger(system, "Cluster"), Settings, SelfAddress);
        CurrentInfoLogger.LogInfo("Starting up...");

        FailureDetector = new DefaultFailureDetectorRegistry<Address>(
            () => FailureDetectorLoader.Load(Settings.FailureDetectorImplementationClass, Settings.FailureDetectorConfig, system));
        // Made when first asked for: the provider may itself ask for this extension.
        _downingProvider = new Lazy<IDowningProvider>(LoadDowningProvider);

        _clusterDaemons = system.SystemActorOf(
            Props.Create(() => new ClusterDaemon(Settings)).WithDispatcher(Settings.UseDispatcher).WithDeploy(Deploy.Local), "cluster");
        // The daemons cannot find this extension while it is being made; they are given it, and answer when they are there.
        // A constructor waits: Cluster.Get is synchronous, and what it returns is ready.
        Attach(_clusterDaemons.Ask<IActorRef>(new GetClusterCoreRef(this), system.Settings.CreationTimeout).GetAwaiter().GetResult());
        ReadView = new ClusterReadView(this);
        system.RegisterOnTermination(Shutdown);
        CurrentInfoLogger.LogInfo("Started up successfully");
    }

    public ExtendedActorSystem System { get; }

    public ClusterSettings Settings { get; }

    public UniqueAddress SelfUniqueAddress { get; }

    public Address SelfAddress => SelfUniqueAddress.Address;

    public ImmutableHashSet<string> SelfRoles => Settings.Roles;

    /// <summary>The present state of the cluster as this node sees it.</summary>
    public ClusterEvent.CurrentClusterState State => ReadView.State;

    /// <summary>This node; with status removed while it is no member.</summary>
    public Member SelfMember => ReadView.Self;

    public bool IsUp => SelfMember.Status is MemberStatus.Up or MemberStatus.WeaklyUp;

    /// <summary>Whether this node's membership is over. The actor system must be restarted to join again.</summary>
    public bool IsTerminated => _isTerminated.Value;

    public DefaultFailureDetectorRegistry<Address> FailureDetector { get; }

    public IDowningProvider DowningProvider => _downingProvider.Value;

    internal InfoLogger CurrentInfoLogger { get; }

    internal ClusterReadView ReadView { get; }

    /// <exception cref="ConfigurationException">The system's provider is not the cluster's, or a setting is wrong.</exception>
    public static Cluster Get(ActorSystem system) => system.WithExtension<Cluster, ClusterExtension>();

    /// <summary>Subscribes to kinds of events; the state so far comes first, as a snapshot.</summary>
    public void Subscribe(IActorRef subscriber, params Type[] to) => Subscribe(subscriber, ClusterEvent.InitialStateAsSnapshot, to);

    /// <exception cref="ArgumentException">No type is given, or one that is no cluster event.</exception>
    public void Subscribe(IActorRef subscriber, ClusterEvent.SubscriptionInitialStateMode initialStateMode, params Type[] to)
    {
        if (to.Length == 0)
            throw new ArgumentException("At least one `IClusterDomainEvent` class is required", nameof(to));
        if (!Array.TrueForAll(to, typeof(ClusterEvent.IClusterDomainEvent).IsAssignableFrom))
            throw new ArgumentException($"Subscribe to `IClusterDomainEvent` or subclasses, was [{string.Join(", ", to.Select(t => t.Name))}]", nameof(to));
        _clusterCore.Tell(new Subscribe(subscriber, initialStateMode, [.. to]));
    }

    public void Unsubscribe(IActorRef subscriber) => Unsubscribe(subscriber, null);

    public void Unsubscribe(IActorRef subscriber, Type to) => _clusterCore.Tell(new Unsubscribe(subscriber, to));

    /// <summary>Sends a <see cref="ClusterEvent.CurrentClusterState"/> to the receiver.</summary>
    public void SendCurrentClusterState(IActorRef receiver) => _clusterCore.Tell(new SendCurrentClusterState(receiver));

    /// <summary>The path under which other nodes know an actor of this one.</summary>
    public ActorPath RemotePathOf(IActorRef actorRef)
    {
        var path = actorRef.Path;
        return path.Address.HasGlobalScope
            ? path
            : (new RootActorPath(SelfAddress) / path.Elements).WithUid(path.Uid);
    }

    /// <summary>Tells where the core daemon is: it does so itself, as its children subscribe before the constructor is done.</summary>
    internal void Attach(IActorRef core) => _clusterCore = core;

    /// <summary>Ends this node's membership at once, without leaving.</summary>
    internal void Shutdown()
    {
        if (!_isTerminated.CompareAndSet(false, true))
            return;
        CurrentInfoLogger.LogInfo("Shutting down...");
        System.Stop(_clusterDaemons);
        ReadView?.Stop();
        CurrentInfoLogger.LogInfo("Successfully shut down");
    }

    private IDowningProvider LoadDowningProvider()
    {
        try
        {
            return (IDowningProvider)Activator.CreateInstance(Settings.DowningProviderType, System, this);
        }
        catch (Exception e) when (e is MissingMethodException or InvalidCastException or global::System.Reflection.TargetInvocationException)
        {
            throw new ConfigurationException($"Couldn't create downing provider of type [{Settings.DowningProviderType.FullName}]", e);
        }
    }
}
