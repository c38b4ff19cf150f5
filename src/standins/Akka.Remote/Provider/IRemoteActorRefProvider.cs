namespace Akka.Remote;

/// <summary>A provider that knows other systems.</summary>
public interface IRemoteActorRefProvider : IActorRefProvider
{
    /// <summary>Watches actors of other systems on behalf of this one's.</summary>
    IActorRef RemoteWatcher { get; }

    RemoteTransport Transport { get; }

    RemoteSettings RemoteSettings { get; }

    /// <summary>Whether the address is this system's own.</summary>
    bool HasAddress(Address address);

    IInternalActorRef ResolveActorRefWithLocalAddress(string path, Address localAddress);

    IActorRef InternalResolveActorRef(string path);

    void Quarantine(Address address, int? uid);
}
