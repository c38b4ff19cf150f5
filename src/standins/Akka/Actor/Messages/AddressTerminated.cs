using Akka.Event;

namespace Akka.Actor;

/// <summary>No actor of that address is alive any more, as far as this system is concerned.</summary>
internal sealed class AddressTerminated : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    public AddressTerminated(Address address) => Address = address;

    public Address Address { get; }

    public override string ToString() => $"<AddressTerminated>: {Address}";
}
