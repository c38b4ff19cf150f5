using System.Net.Http.Headers;

namespace AkkaClip.Data.Downloads.Fetching;

/// <summary>
/// Reads <c>X-Robots-Tag</c>: words for everybody (<c>noai, noindex</c>), or for one named robot
/// (<c>otherbot: noindex</c>). Only those for everybody and for this program's name count.
/// </summary>
internal static class OptOutHeader
{
    /// <summary>The word that forbids the use; null: none does.</summary>
    public static string? Find(HttpResponseHeaders headers, string robotsName, IReadOnlySet<string> words) =>
        headers.TryGetValues("X-Robots-Tag", out var values)
            ? values.Select(value => FindIn(value, robotsName, words)).FirstOrDefault(word => word is not null)
            : null;

    private static string? FindIn(string value, string robotsName, IReadOnlySet<string> words)
    {
        var concernsUs = true;
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var word = part;
            // "unavailable_after: date" and "max-snippet: 5" are words with values, all others before a colon are names.
            if (part.Split(':', 2, StringSplitOptions.TrimEntries) is [var before, var after])
            {
                if (before.StartsWith("max-", StringComparison.OrdinalIgnoreCase) || before.Equals("unavailable_after", StringComparison.OrdinalIgnoreCase))
                    continue;
                concernsUs = before.Equals(robotsName, StringComparison.OrdinalIgnoreCase);
                word = after;
            }
            if (concernsUs && words.Contains(word))
                return word;
        }
        return null;
    }
}
