namespace Petabridge.Cmd;

/// <summary>Commands that belong together, under the word that comes first on the command line.</summary>
public sealed class CommandPalette
{
    public CommandPalette(string moduleName, CommandDefinition[] commands)
    {
        ModuleName = moduleName;
        Commands = commands.ToDictionary(command => command.Name);
    }

    public string ModuleName { get; }

    public IReadOnlyDictionary<string, CommandDefinition> Commands { get; }
}
