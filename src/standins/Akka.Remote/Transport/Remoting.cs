namespace Akka.Remote.Transport;

internal sealed class Remoting : RemoteTransport
{
    public const string Protocol = "akka.tcp";

    public Remoting(ExtendedActorSystem system, RemoteActorRefProvider provider)
        : base(system, provider)
    {
    }

    public override ISet<Address> Addresses { get; } = new HashSet<Address>();

    public override Address DefaultAddress => null;

    public override void Start() => throw new NotSupportedException();

    public override Task Shutdown() => Task.CompletedTask;

    public override void Send(object message, IActorRef sender, RemoteActorRef recipient) => throw new NotSupportedException();

    public override Address LocalAddressForRemote(Address remote) => DefaultAddress;

    public override void Quarantine(Address address, int? uid) => throw new NotSupportedException();
}
