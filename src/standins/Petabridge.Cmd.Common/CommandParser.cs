namespace Petabridge.Cmd;

/// <summary>Makes commands of a palette of the words on a line; what is wrong with them is one line.</summary>
public sealed class CommandParser
{
    private readonly CommandPalette _palette;

    public CommandParser(CommandPalette palette) => _palette = palette;

    /// <param name="words">The name of a command, and switches with their values.</param>
    /// <exception cref="FormatException">The palette has no such command, or the command no such switches.</exception>
    internal Command Parse(IReadOnlyList<string> words)
    {
        if (words.Count == 0)
            throw new FormatException($"{_palette.ModuleName} needs a command: {string.Join(", ", _palette.Commands.Keys)}");
        if (!_palette.Commands.TryGetValue(words[0], out var definition))
            throw new FormatException(Unknown(_palette.ModuleName, "command", words[0], _palette.Commands.Keys));

        var arguments = new List<Tuple<string, string>>();
        for (var i = 1; i < words.Count; i += 2)
        {
            var argument = Find(definition, words[i]);
            if (i + 1 == words.Count)
                throw new FormatException($"{words[i]} of {_palette.ModuleName} {definition.Name} needs a value: {argument.Description}");
            if (!argument.AllowMultiple && arguments.Any(given => argument.Switch.Contains(given.Item1)))
                throw new FormatException($"{words[i]} of {_palette.ModuleName} {definition.Name} is given twice");
            arguments.Add(Tuple.Create(words[i], words[i + 1]));
        }

        foreach (var missing in definition.ArgumentsByName.Values.Where(a => a.IsMandatory && !arguments.Any(given => a.Switch.Contains(given.Item1))))
            throw new FormatException($"{_palette.ModuleName} {definition.Name} needs {missing.Switch[0]} {missing.Name.ToUpperInvariant()}: {missing.Description}");
        return new Command(definition.Name, arguments);
    }

    /// <summary>What is said about a name that is not there.</summary>
    internal static string Unknown(string where, string kind, string name, IEnumerable<string> known)
    {
        var near = known.Where(k => k.StartsWith(name, StringComparison.Ordinal) || Distance(k, name) <= 2).Take(1).ToList();
        return near.Count > 0 ? $"{where} has no {kind} '{name}'; did you mean {near[0]}?" : $"{where} has no {kind} '{name}'; it has {string.Join(", ", known.Order(StringComparer.Ordinal))}";
    }

    private Argument Find(CommandDefinition definition, string text)
    {
        var where = $"{_palette.ModuleName} {definition.Name}";
        if (definition.ArgumentsByName.Count == 0)
            throw new FormatException($"{where} takes no switches, and got '{text}'");
        return definition.ArgumentsByName.Values.FirstOrDefault(a => a.Switch.Contains(text))
            ?? throw new FormatException($"{where} has no switch '{text}'; it has {string.Join(", ", definition.ArgumentsByName.Values.Select(a => string.Join(" or ", a.Switch)))}");
    }

    // Levenshtein's distance; names are short.
    private static int Distance(string first, string second)
    {
        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 1; i <= first.Length; i++)
        {
            var (diagonal, left) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                left = Math.Min(diagonal + (first[i - 1] == second[j - 1] ? 0 : 1), Math.Min(left, row[j]) + 1);
                (diagonal, row[j]) = (row[j], left);
            }
        }
        return row[second.Length];
    }
}
