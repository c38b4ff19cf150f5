namespace Petabridge.Cmd;

/// <summary>A switch of a command, with a value.</summary>
public sealed class Argument
{
    internal Argument(string name, string description, bool isMandatory, bool allowMultiple, string[] defaultValues, string[] switches) =>
        (Name, Description, IsMandatory, AllowMultiple, DefaultValues, Switch) = (name, description, isMandatory, allowMultiple, defaultValues, switches);

    public string Name { get; }

    public string Description { get; }

    public bool IsMandatory { get; }

    public bool AllowMultiple { get; }

    /// <summary>Values that the client proposes; none is taken where the user gives none.</summary>
    public string[] DefaultValues { get; }

    /// <summary>The ways to write it: -a, --address.</summary>
    public string[] Switch { get; }
}
