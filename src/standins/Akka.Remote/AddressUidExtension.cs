using System.Security.Cryptography;

namespace Akka.Remote;

/// <summary>The number that tells this incarnation of a system from others at the same address.</summary>
public class AddressUidExtension : ExtensionIdProvider<AddressUid>
{
    public static int Uid(ActorSystem system) => system.WithExtension<AddressUid, AddressUidExtension>().Uid;

    public override AddressUid CreateExtension(ExtendedActorSystem system) => new();
}

/// <inheritdoc cref="AddressUidExtension"/>
public class AddressUid : IExtension
{
    public readonly int Uid = RandomNumberGenerator.GetInt32(1, int.MaxValue);
}
