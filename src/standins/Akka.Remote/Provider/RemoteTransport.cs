using Akka.Event;

namespace Akka.Remote;

/// <summary>Carries messages between this system and others.</summary>
public abstract class RemoteTransport
{
    protected RemoteTransport(ExtendedActorSystem system, RemoteActorRefProvider provider)
    {
        System = system;
        Provider = provider;
    }

    public ExtendedActorSystem System { get; }

    public RemoteActorRefProvider Provider { get; }

    /// <summary>The addresses of this system; empty before the start.</summary>
    public abstract ISet<Address> Addresses { get; }

    public abstract Address DefaultAddress { get; }

    public ILoggingAdapter Log { get; protected set; }

    protected bool UseUntrustedMode { get; set; }

    /// <exception cref="RemoteTransportException">The address cannot be listened on.</exception>
    public abstract void Start();

    /// <summary>Sends what waits, within limits, and closes every connection.</summary>
    public abstract Task Shutdown();

    public abstract void Send(object message, IActorRef sender, RemoteActorRef recipient);

    /// <summary>The address by which the other system knows this one.</summary>
    public abstract Address LocalAddressForRemote(Address remote);

    /// <summary>Breaks with an incarnation for good; without a uid, with the address for a while.</summary>
    public abstract void Quarantine(Address address, int? uid);
}
