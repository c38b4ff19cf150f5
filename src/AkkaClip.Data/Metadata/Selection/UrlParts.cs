namespace AkkaClip.Data.Metadata.Selection;

/// <summary>Parts of URLs as they stand in metadata, which are not all well formed.</summary>
internal static class UrlParts
{
    /// <summary>The host in small letters, without user, port and trailing dot; empty: there is none.</summary>
    public static string Host(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var rest = url.AsSpan(scheme < 0 ? 0 : scheme + 3);
        var end = rest.IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        var port = authority.LastIndexOf(':');
        if (port >= 0 && !authority.EndsWith("]"))
            authority = authority[..port];
        return authority.TrimEnd('.').ToString().ToLowerInvariant();
    }
}
