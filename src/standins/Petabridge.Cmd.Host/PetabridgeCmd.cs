using System.Collections.Concurrent;
using Akka.Configuration;

namespace Petabridge.Cmd.Host;

/// <summary>Lets people look into a running actor system, by the commands of the palettes that are registered.</summary>
public sealed class PetabridgeCmd : IExtension
{
    private readonly ConcurrentDictionary<string, CommandPaletteHandler> _palettes = new(StringComparer.Ordinal);
    private int _started;

    internal PetabridgeCmd(ExtendedActorSystem system)
    {
        Sys = system;
        system.Settings.InjectTopLevelFallback(DefaultConfig());
    }

    public ActorSystem Sys { get; }

    /// <summary>What is registered, by name.</summary>
    internal IReadOnlyDictionary<string, CommandPaletteHandler> Palettes => _palettes;

    public static PetabridgeCmd Get(ActorSystem system) => system.WithExtension<PetabridgeCmd, PetabridgeCmdProvider>();

    public static Config DefaultConfig() => ConfigurationFactory.FromResource<PetabridgeCmd>("Petabridge.Cmd.Host.reference.conf");

    /// <returns>Whether it is new: one of its name is kept.</returns>
    public bool RegisterCommandPalette(CommandPaletteHandler handler)
    {
        if (!_palettes.TryAdd(handler.Palette.ModuleName, handler))
            return false;
        handler.OnRegister(this);
        return true;
    }

    /// <summary>Begins to listen. What goes wrong with that is logged.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 1)
            return;
        RegisterCommandPalette(new Palettes.ActorCommands());
        RegisterCommandPalette(new Palettes.LogCommands());
        Sys.ActorOf(Props.Create(() => new CommandHost(this, HostSettings.Create(Sys.Settings.Config.GetConfig("petabridge.cmd")))), "petabridge.cmd");
    }
}
