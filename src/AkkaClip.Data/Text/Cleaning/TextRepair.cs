using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace AkkaClip.Data.Text.Cleaning;

/// <summary>
/// Repairs text that software broke on its way: wrong encodings, HTML references, ligatures, full-width letters, curly quotes,
/// line breaks, unpaired surrogates, control characters; then normalization form C. What the ftfy library does by default.
/// </summary>
internal static partial class TextRepair
{
    // References within references and the like; deeper nesting is an attack, not a caption.
    private const int MaxRounds = 16;

    private static readonly SearchValues<char> Quotes = SearchValues.Create("ʼ‘’‚‛“”„‟");
    private static readonly Dictionary<char, string> Ligatures = new()
    {
        ['Ĳ'] = "IJ", ['ĳ'] = "ij", ['ŉ'] = "ʼn", ['Ǳ'] = "DZ", ['ǲ'] = "Dz", ['ǳ'] = "dz", ['Ǆ'] = "DŽ", ['ǅ'] = "Dž", ['ǆ'] = "dž",
        ['Ǉ'] = "LJ", ['ǈ'] = "Lj", ['ǉ'] = "lj", ['Ǌ'] = "NJ", ['ǋ'] = "Nj", ['ǌ'] = "nj",
        ['ﬀ'] = "ff", ['ﬁ'] = "fi", ['ﬂ'] = "fl", ['ﬃ'] = "ffi", ['ﬄ'] = "ffl", ['ﬅ'] = "ſt", ['ﬆ'] = "st",
    };

    private static readonly SearchValues<char> LigatureCharacters = SearchValues.Create([.. Ligatures.Keys]);

    /// <summary>Repairs line by line, for a line tends to be broken as a whole.</summary>
    public static string Repair(string text)
    {
        var repaired = new StringBuilder(text.Length);
        var mayHoldReferences = true;
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) + 1;
            if (end == 0)
                end = text.Length;

            // Behind a '<' it is HTML source, where references are part of the text.
            var line = text[start..end];
            mayHoldReferences &= !line.Contains('<', StringComparison.Ordinal);
            repaired.Append(RepairLine(line, mayHoldReferences));
            start = end;
        }

        return repaired.ToString();
    }

    private static string RepairLine(string line, bool mayHoldReferences)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var before = line;
            if (mayHoldReferences)
                line = HtmlReferences.ResolveClear(line);
            line = EncodingRepair.ReplaceControls(EncodingRepair.Repair(line));
            line = SplitLigatures(line);
            line = CanonicalForms.StandardWidth(line);
            line = StraightenQuotes(line);
            line = UnifyLineBreaks(line);
            line = ReplaceLoneSurrogates(line);
            line = TerminalEscape().Replace(line, "");
            line = RemoveControls(line);
            line = CanonicalForms.Compose(line);
            if (line == before)
                break;
        }

        return line;
    }

    private static string SplitLigatures(string text)
    {
        if (!text.AsSpan().ContainsAny(LigatureCharacters))
            return text;

        var split = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            if (Ligatures.TryGetValue(character, out var letters))
                split.Append(letters);
            else
                split.Append(character);
        }

        return split.ToString();
    }

    private static string StraightenQuotes(string text)
    {
        if (!text.AsSpan().ContainsAny(Quotes))
            return text;

        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                span[i] = source[i] switch
                {
                    'ʼ' or >= '‘' and <= '‛' => '\'',
                    >= '“' and <= '‟' => '"',
                    var other => other,
                };
            }
        });
    }

    private static string UnifyLineBreaks(string text)
    {
        if (text.AsSpan().IndexOfAny("\r\u0085\u2028\u2029") < 0)
            return text;

        return text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace('\u0085', '\n').Replace('\u2028', '\n').Replace('\u2029', '\n');
    }

    private static string ReplaceLoneSurrogates(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return text;

        var replaced = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            replaced.Append(rune);
        return replaced.ToString();
    }

    private static string RemoveControls(string text)
    {
        var kept = 0;
        while (kept < text.Length && !IsRemoved(text[kept]))
            kept++;
        if (kept == text.Length)
            return text;

        return string.Concat(text.Where(character => !IsRemoved(character)));
    }

    private static bool IsRemoved(char character) => character is
        < '\t' or '\v' or > '\r' and < ' ' or '\u007F' or >= '\u206A' and <= '\u206F' or '\uFEFF' or >= '\uFFF9' and <= '\uFFFC';

    [GeneratedRegex(@"\x1B\[[0-9;]*[a-zA-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex TerminalEscape();
}
