namespace Akka.Remote;

/// <summary>Remoting's part of an actor system, for other modules.</summary>
internal sealed class RARP : ExtensionIdProvider<RARP>, IExtension
{
    public RARP()
    {
    }

    private RARP(IRemoteActorRefProvider provider) => Provider = provider;

    public IRemoteActorRefProvider Provider { get; }

    public static RARP For(ActorSystem system) => system.WithExtension<RARP, RARP>();

    public override RARP CreateExtension(ExtendedActorSystem system) => new((IRemoteActorRefProvider)system.Provider);

    public Props ConfigureDispatcher(Props props) => Provider.RemoteSettings.ConfigureDispatcher(props);
}
