using System.Buffers;
using System.Text;

namespace AkkaClip.Data.Text.Cleaning;

/// <summary>
/// Cleans a caption as CLIP does before it is cut into words: repair of broken text, HTML references resolved twice,
/// white space collapsed, lower case.
/// </summary>
public static class CaptionCleaner
{
    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create([.. "\t\n\f\r", .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c != '&')]);

    /// <summary>True: cleaning would only change white space and case.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(PlainCharacters);

    /// <summary>The first <paramref name="maxChars"/> of a text; a pair of surrogates is not cut in two.</summary>
    public static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text, int maxChars)
    {
        if (text.Length <= maxChars)
            return text;

        return text[..(char.IsHighSurrogate(text[maxChars - 1]) ? maxChars - 1 : maxChars)];
    }

    public static string Clean(ReadOnlySpan<char> text)
    {
        var cleaned = text.ToString();
        if (!IsPlain(text))
        {
            cleaned = TextRepair.Repair(cleaned);
            cleaned = HtmlReferences.Resolve(HtmlReferences.Resolve(cleaned));
        }

        return LowerCase.ToLower(CollapseWhiteSpace(cleaned));
    }

    private static string CollapseWhiteSpace(string text)
    {
        var collapsed = new StringBuilder(text.Length);
        var pending = false;
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character))
            {
                pending = collapsed.Length > 0;
                continue;
            }

            if (pending)
                collapsed.Append(' ');
            collapsed.Append(character);
            pending = false;
        }

        return collapsed.ToString();
    }
}
