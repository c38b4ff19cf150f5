using Akka.Actor;

namespace Akka.Serialization;

/// <summary>The system whose references are being serialized, and its address.</summary>
public sealed class Information : IEquatable<Information>
{
    public Information(Address address, ActorSystem system)
    {
        Address = address;
        System = system;
    }

    public Address Address { get; }

    public ActorSystem System { get; }

    public static bool operator ==(Information left, Information right) => Equals(left, right);

    public static bool operator !=(Information left, Information right) => !Equals(left, right);

    public bool Equals(Information other) => other is not null && Address.Equals(other.Address);

    public override bool Equals(object obj) => Equals(obj as Information);

    public override int GetHashCode() => Address.GetHashCode();
}
