namespace Petabridge.Cmd;

/// <summary>Builds a <see cref="CommandDefinition"/>.</summary>
public sealed class CommandDefinitionBuilder
{
    private readonly Dictionary<string, Argument> _arguments = [];
    private string _name, _description = "";

    public CommandDefinitionBuilder WithName(string name)
    {
        _name = name;
        return this;
    }

    public CommandDefinitionBuilder WithDescription(string description)
    {
        _description = description;
        return this;
    }

    public CommandDefinitionBuilder WithArgument(Func<ArgumentBuilder, ArgumentBuilder> argument)
    {
        var built = argument(new ArgumentBuilder()).Build();
        _arguments.Add(built.Name, built);
        return this;
    }

    public CommandDefinition Build() =>
        string.IsNullOrWhiteSpace(_name) ? throw new InvalidOperationException("A command needs a name.") : new CommandDefinition(_name, _description, _arguments);
}
