using Akka.Actor;
using AkkaClip.Actors.Nodes;
using Petabridge.Cmd.Cluster;
using Petabridge.Cmd.Host;

namespace AkkaClip.App.Palette;

/// <summary>What operators can do with <c>pbm</c> on a node.</summary>
internal static class PbmPalettes
{
    /// <summary>Begins to listen, by the settings of the node's actor system.</summary>
    public static void Start(ActorSystem system)
    {
        var pbm = PetabridgeCmd.Get(system);
        pbm.RegisterCommandPalette(ClusterCommands.Instance);
        pbm.RegisterCommandPalette(new ClipPaletteHandler($"/user/{ClusterNode.RegistryProxy}"));
        pbm.Start();
    }
}
