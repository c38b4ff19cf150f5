using Akka.Actor;
using Petabridge.Cmd.Host;

namespace AkkaClip.App.Palette;

/// <summary>Registers the palette <c>clip</c>.</summary>
/// <param name="registry">The path of the way to the registry of runs, on every node.</param>
internal sealed class ClipPaletteHandler(string registry) : CommandPaletteHandler(ClipCommands.Palette)
{
    public override Props HandlerProps { get; } = Props.Create(() => new ClipCommandActor(registry));
}
