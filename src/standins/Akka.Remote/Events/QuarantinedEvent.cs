namespace Akka.Remote;

/// <summary>This system will never again talk to that incarnation of the other one.</summary>
public sealed class QuarantinedEvent : RemotingLifecycleEvent
{
    public QuarantinedEvent(Address address, int uid)
    {
        Address = address;
        Uid = uid;
    }

    public Address Address { get; }

    public int Uid { get; }

    public override Event.LogLevel LogLevel() => Event.LogLevel.WarningLevel;

    public override string ToString() =>
        $"Association to [{Address}] having UID [{Uid}] is irrecoverably failed. UID is now quarantined and all " +
        "messages to this UID will be delivered to dead letters. Remote actorsystem must be restarted to recover from this situation.";
}
