namespace Petabridge.Cmd;

/// <summary>A command of a palette: what it is called, and which switches it takes.</summary>
public sealed class CommandDefinition
{
    internal CommandDefinition(string name, string description, IReadOnlyDictionary<string, Argument> arguments) =>
        (Name, Description, ArgumentsByName) = (name, description, arguments);

    public string Name { get; }

    public string Description { get; }

    public IReadOnlyDictionary<string, Argument> ArgumentsByName { get; }
}
