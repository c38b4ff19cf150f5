namespace Petabridge.Cmd.Host;

/// <summary>A palette, and how to make the actors that do its commands: one for each connection.</summary>
public abstract class CommandPaletteHandler
{
    protected CommandPaletteHandler(CommandPalette palette) => Palette = palette;

    public CommandPalette Palette { get; }

    /// <summary>Of an actor that derives from <see cref="CommandHandlerActor"/>; asked for after <see cref="OnRegister"/>.</summary>
    public abstract Props HandlerProps { get; }

    public virtual void OnRegister(PetabridgeCmd plugin)
    {
    }
}
