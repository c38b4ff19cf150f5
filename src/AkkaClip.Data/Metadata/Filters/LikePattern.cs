namespace AkkaClip.Data.Metadata.Filters;

/// <summary>SQL's 'like': % stands for any letters, _ for one. Time grows with text times pattern at worst.</summary>
internal sealed class LikePattern(string pattern, bool ignoreCase)
{
    private readonly StringComparison _comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
    private readonly string[] _parts = pattern.Split('%');
    private readonly bool _isPlain = !pattern.Contains('_', StringComparison.Ordinal);

    public bool Matches(string text) => _isPlain ? MatchesParts(text) : MatchesLetters(text);

    // Texts between the %: the first at the start, the last at the end, the others each as early as possible.
    private bool MatchesParts(string text)
    {
        if (_parts.Length == 1)
            return text.Equals(pattern, _comparison);
        if (!text.StartsWith(_parts[0], _comparison) || !text.EndsWith(_parts[^1], _comparison))
            return false;
        var (at, end) = (_parts[0].Length, text.Length - _parts[^1].Length);
        if (at > end)
            return false;
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            var found = text.AsSpan(at, end - at).IndexOf(part, _comparison);
            if (found < 0)
                return false;
            at += found + part.Length;
        }
        return true;
    }

    private bool MatchesLetters(string text)
    {
        var (t, p, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '%')
                (star, mark) = (p++, t);
            else if (p < pattern.Length && (pattern[p] == '_' || AreEqual(pattern[p], text[t])))
                (t, p) = (t + 1, p + 1);
            else if (star >= 0)
                (p, t) = (star + 1, ++mark);
            else
                return false;
        }
        while (p < pattern.Length && pattern[p] == '%')
            p++;
        return p == pattern.Length;
    }

    private bool AreEqual(char a, char b) => a == b || ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
