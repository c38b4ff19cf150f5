namespace Petabridge.Cmd.Host;

/// <summary>What <c>help</c> answers: the palettes, the commands of one, or the switches of a command.</summary>
internal static class Help
{
    /// <exception cref="FormatException">There is no such palette or command.</exception>
    public static string Text(IReadOnlyDictionary<string, CommandPaletteHandler> palettes, IReadOnlyList<string> about)
    {
        if (about.Count == 0)
            return Lines(palettes.Values.OrderBy(p => p.Palette.ModuleName, StringComparer.Ordinal).SelectMany(p => Commands(p.Palette)));
        if (!palettes.TryGetValue(about[0], out var handler))
            throw new FormatException(CommandParser.Unknown("this host", "palette", about[0], palettes.Keys));
        var palette = handler.Palette;
        if (about.Count == 1)
            return Lines(Commands(palette));
        return palette.Commands.TryGetValue(about[1], out var command)
            ? Lines([($"{palette.ModuleName} {command.Name}", command.Description), .. command.ArgumentsByName.Values.Select(Switches)])
            : throw new FormatException(CommandParser.Unknown(palette.ModuleName, "command", about[1], palette.Commands.Keys));
    }

    private static IEnumerable<(string, string)> Commands(CommandPalette palette) =>
        palette.Commands.Values.Select(c => ($"{palette.ModuleName} {c.Name}{string.Concat(c.ArgumentsByName.Values.Select(Usage))}", c.Description));

    private static string Usage(Argument argument)
    {
        var text = $"{argument.Switch[0]} {argument.Name.ToUpperInvariant()}";
        return argument.IsMandatory ? $" {text}" : $" [{text}]";
    }

    private static (string, string) Switches(Argument argument) =>
        ($"  {string.Join(", ", argument.Switch)} {argument.Name.ToUpperInvariant()}", argument.Description + (argument.IsMandatory ? "" : " (optional)"));

    private static string Lines(IEnumerable<(string Left, string Right)> lines)
    {
        var list = lines.ToList();
        var width = list.Max(line => line.Left.Length);
        return string.Join('\n', list.Select(line => $"{line.Left.PadRight(width)}  {line.Right}".TrimEnd()));
    }
}
