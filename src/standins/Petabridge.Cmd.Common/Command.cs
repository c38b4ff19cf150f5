namespace Petabridge.Cmd;

/// <summary>A command as somebody gave it.</summary>
public sealed class Command
{
    internal Command(string name, IReadOnlyList<Tuple<string, string>> arguments) => (Name, Arguments) = (name, arguments);

    public string Name { get; }

    /// <summary>Switches as they were written, with their values.</summary>
    public IReadOnlyList<Tuple<string, string>> Arguments { get; }

    public override string ToString() => string.Join(' ', Arguments.Select(a => $"{a.Item1} {a.Item2}").Prepend(Name));
}
