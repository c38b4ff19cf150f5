using System.Globalization;
using System.Text;
using AkkaClip.Data.Text.Cleaning;

namespace AkkaClip.Data.Metadata.Duplicates;

/// <summary>What near duplicates have in common.</summary>
public static class NearForm
{
    private static readonly string[] s_tracking = ["utm_", "fbclid=", "gclid=", "mc_cid=", "mc_eid=", "ref="];

    public static string OfUrl(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var rest = url.AsSpan();
        var scheme = rest.IndexOf("://");
        if (scheme >= 0)
            rest = rest[(scheme + 3)..];
        var fragment = rest.IndexOf('#');
        if (fragment >= 0)
            rest = rest[..fragment];
        var path = rest.IndexOfAny('/', '?');
        var host = (path < 0 ? rest : rest[..path]).ToString().ToLowerInvariant();
        if (host.StartsWith("www.", StringComparison.Ordinal))
            host = host[4..];
        var tail = path < 0 ? "" : rest[path..].ToString();
        var query = tail.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
            return host + tail.TrimEnd('/');
        var kept = tail[(query + 1)..].Split('&').Where(p => p.Length > 0 && !s_tracking.Any(t => p.StartsWith(t, StringComparison.OrdinalIgnoreCase)));
        return $"{host}{tail[..query].TrimEnd('/')}?{string.Join('&', kept)}".TrimEnd('?');
    }

    /// <summary>Letters, digits and marks in small compatible forms, one space between words.</summary>
    public static string OfText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var near = new StringBuilder(text.Length);
        var isGap = false;
        foreach (var rune in Compatible(text).EnumerateRunes())
        {
            if (!IsKept(rune))
            {
                isGap = true;
                continue;
            }
            if (isGap && near.Length > 0)
                near.Append(' ');
            isGap = false;
            near.Append(Rune.ToLowerInvariant(rune).ToString());
        }
        // A text of signs alone would be the same as any other: it stays as it is.
        return near.Length > 0 ? near.ToString() : text;
    }

    private static string Compatible(string text) => Ascii.IsValid(text) ? text : CanonicalForms.Compose(CanonicalForms.StandardWidth(text));

    private static bool IsKept(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.OtherSymbol || Rune.IsLetterOrDigit(rune);
}
