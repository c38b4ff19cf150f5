using System.Text.RegularExpressions;

namespace Akka.TestKit.Internal;

/// <summary>Matches the text of a log event, and its description for failures.</summary>
internal sealed record TextMatcher(Func<string, bool> IsMatch, string Description)
{
    public static readonly TextMatcher All = new(_ => true, "");

    public static TextMatcher Of(string equals, string start, string contains)
    {
        if (equals is not null)
            return new TextMatcher(s => s == equals, $" when Message equals \"{equals}\"");
        if (start is not null)
            return new TextMatcher(s => s.StartsWith(start, StringComparison.Ordinal), $" when Message starts with \"{start}\"");
        return contains is null
            ? All
            : new TextMatcher(s => s.Contains(contains, StringComparison.Ordinal), $" when Message contains \"{contains}\"");
    }

    public static TextMatcher Of(Regex pattern) => new(pattern.IsMatch, $" when Message matches regex {pattern}");

    /// <summary>A log source: as it is, or without the actor system's name behind it.</summary>
    public static TextMatcher Source(string source) => source is null
        ? All
        : new TextMatcher(
            s => s == source || s.StartsWith(source + " (", StringComparison.Ordinal) || PathOf(s) == source, $" from \"{source}\"");

    // akka://system/user/a: compared without the address, too.
    private static string PathOf(string source) =>
        Actor.ActorPath.TryParse(source, out var path) ? path.ToStringWithoutAddress() : source;
}
