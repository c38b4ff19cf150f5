using System.Buffers;
using System.Collections.Immutable;

namespace AkkaClip.Data.Downloads.Robots;

/// <summary>
/// The part of a robots.txt that concerns one robot (RFC 9309): the groups that name it, or else those for everybody; the
/// longest pattern that fits a path decides, and where two are equally long, the one that allows.
/// </summary>
public sealed class RobotsRules
{
    /// <summary>What is behind the first 500 KiB is not read (RFC 9309, 2.5).</summary>
    public const int MaxBytes = 500 << 10;

    private static readonly SearchValues<char> s_nameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");

    private readonly ImmutableArray<Rule> _rules;

    private RobotsRules(ImmutableArray<Rule> rules) => _rules = rules;

    public static RobotsRules AllowAll { get; } = new([]);

    /// <param name="text">The file.</param>
    /// <param name="robot">The robot's product name, as it stands in <c>user-agent</c> lines.</param>
    public static RobotsRules Parse(string text, string robot)
    {
        var (own, everybody) = (ImmutableArray.CreateBuilder<Rule>(), ImmutableArray.CreateBuilder<Rule>());
        var (isNamed, namesUs, namesAll, afterRules) = (false, false, false, true);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!TrySplit(line, out var field, out var value))
                continue;
            if (field.Equals("user-agent", StringComparison.OrdinalIgnoreCase))
            {
                if (afterRules)
                    (namesUs, namesAll, afterRules) = (false, false, false);
                namesUs |= ProductOf(value).Equals(robot, StringComparison.OrdinalIgnoreCase);
                namesAll |= value is "*";
                isNamed |= namesUs;
            }
            else if (RuleOf(field, value) is { } rule)
            {
                afterRules = true;
                if (namesUs)
                    own.Add(rule);
                if (namesAll)
                    everybody.Add(rule);
            }
        }
        return new RobotsRules((isNamed ? own : everybody).ToImmutable());
    }

    /// <param name="pathAndQuery">Of the URL, percent-encoded: <c>/a/b?c=d</c>.</param>
    public bool Allows(string pathAndQuery)
    {
        if (pathAndQuery == "/robots.txt")
            return true;
        var path = Normalize(pathAndQuery);
        Rule? best = null;
        foreach (var rule in _rules)
        {
            if ((best is null || rule.Pattern.Length > best.Pattern.Length || (rule.Pattern.Length == best.Pattern.Length && rule.Allows)) && rule.Fits(path))
                best = rule;
        }
        return best?.Allows ?? true;
    }

    private static bool TrySplit(ReadOnlySpan<char> line, out string field, out string value)
    {
        var comment = line.IndexOf('#');
        if (comment >= 0)
            line = line[..comment];
        var colon = line.IndexOf(':');
        field = colon < 0 ? "" : line[..colon].Trim().ToString();
        value = colon < 0 ? "" : line[(colon + 1)..].Trim().ToString();
        return field.Length > 0;
    }

    /// <summary>A name ends before its version: <c>AkkaClip/1.0</c>.</summary>
    private static string ProductOf(string value)
    {
        var end = value.AsSpan().IndexOfAnyExcept(s_nameLetters);
        return end < 0 ? value : value[..end];
    }

    private static Rule? RuleOf(string field, string value) => field.ToUpperInvariant() switch
    {
        "ALLOW" when value.Length > 0 => new Rule(Normalize(value), true),
        "DISALLOW" when value.Length > 0 => new Rule(Normalize(value), false),
        _ => null,
    };

    /// <summary>One spelling for each path: what needs no percent code has none.</summary>
    private static string Normalize(string path) => Uri.TryCreate($"http://host{(path.StartsWith('/') ? "" : "/")}{path}", UriKind.Absolute, out var uri)
        ? uri.GetComponents(UriComponents.PathAndQuery, UriFormat.UriEscaped)
        : path;

    private sealed record Rule(string Pattern, bool Allows)
    {
        /// <summary><c>*</c> stands for anything, <c>$</c> at the end for the end; greedy from the left, so never quadratic in the stars.</summary>
        public bool Fits(string path)
        {
            var toEnd = Pattern.EndsWith('$');
            var parts = (toEnd ? Pattern[..^1] : Pattern).Split('*');
            if (!path.StartsWith(parts[0], StringComparison.Ordinal))
                return false;
            var at = parts[0].Length;
            for (var i = 1; i < parts.Length; i++)
            {
                var isLast = toEnd && i == parts.Length - 1;
                if (isLast)
                    return path.Length - parts[i].Length >= at && path.EndsWith(parts[i], StringComparison.Ordinal);
                var found = path.IndexOf(parts[i], at, StringComparison.Ordinal);
                if (found < 0)
                    return false;
                at = found + parts[i].Length;
            }
            return !toEnd || at == path.Length;
        }
    }
}
