namespace Petabridge.Cmd.Host;

/// <summary>Makes the extension, also by <c>akka.extensions</c>.</summary>
public sealed class PetabridgeCmdProvider : ExtensionIdProvider<PetabridgeCmd>
{
    public override PetabridgeCmd CreateExtension(ExtendedActorSystem system) => new(system);
}
