using AkkaClip.Core.Errors;

namespace AkkaClip.App.Configuration;

/// <summary>A key that the command line sets.</summary>
/// <param name="Name">As the user wrote it, for errors.</param>
/// <param name="Hocon">The key and its value.</param>
internal sealed record ConfigOverride(string Name, string Hocon)
{
    /// <summary>What <c>-D path=value</c> says.</summary>
    /// <param name="entry">path=value.</param>
    /// <param name="root">Where a path belongs that starts with neither akkaclip nor akka.</param>
    /// <exception cref="UserErrorException">It is no path=value.</exception>
    public static ConfigOverride Parse(string entry, string root)
    {
        var (path, value) = entry.Split('=', 2) is [var left, var right] && left.Trim().Length > 0
            ? (left.Trim(), right.Trim())
            : throw new UserErrorException($"-D {entry}: write path=value, such as -D training.learning-rate=1e-3.");
        if (path.Split('.')[0] is not ("akkaclip" or "akka"))
            path = $"{root}.{path}";

        // Lists and quoted texts are HOCON; anything else is a text as it stands, colons and all.
        var hocon = value.StartsWith('[') || value.StartsWith('{') || value.StartsWith('"') ? value : HoconString.Quote(value);
        return new ConfigOverride($"-D {entry}", $"{path} = {hocon}");
    }

    /// <summary>What an option of its own says: <c>--name a</c>.</summary>
    public static ConfigOverride Of(string option, string path, string value) =>
        new($"{option} {value}", $"{path} = {HoconString.Quote(value)}");

    /// <inheritdoc cref="Of(string, string, string)"/>
    public static ConfigOverride Of(string option, string path, IReadOnlyList<string> values) =>
        new($"{option} {string.Join(',', values)}", $"{path} = [{string.Join(", ", values.Select(HoconString.Quote))}]");
}
