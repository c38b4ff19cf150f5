using System.Globalization;
using System.Text;

namespace AkkaClip.Data.Text.Cleaning;

/// <summary>Lower case by Unicode's full mapping, as Python's <c>str.lower</c>: the final sigma and the dotted capital I included.</summary>
internal static class LowerCase
{
    private const char CapitalSigma = 'Σ';
    private const char FinalSigma = 'ς';
    private const char DottedCapitalI = 'İ';

    public static string ToLower(string text)
    {
        if (text.AsSpan().IndexOfAny(CapitalSigma, DottedCapitalI) < 0)
            return text.ToLowerInvariant();

        var lower = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == CapitalSigma && EndsWord(text, i))
                lower.Append(FinalSigma);
            else if (text[i] == DottedCapitalI)
                lower.Append("i\u0307");
            else
                lower.Append(text[i]);
        }

        return lower.ToString().ToLowerInvariant();
    }

    // Unicode's Final_Sigma: a cased letter before, none behind, marks and apostrophes in between passed over.
    private static bool EndsWord(string text, int index)
    {
        var before = index - 1;
        while (before >= 0 && IsPassedOver(text[before]))
            before--;
        var behind = index + 1;
        while (behind < text.Length && IsPassedOver(text[behind]))
            behind++;
        return IsCased(text, before) && !IsCased(text, behind);
    }

    private static bool IsCased(string text, int index)
    {
        if ((uint)index >= (uint)text.Length)
            return false;

        if (char.IsLowSurrogate(text[index]) && index > 0)
            index--;
        return char.GetUnicodeCategory(text, index)
            is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;
    }

    private static bool IsPassedOver(char character) =>
        character is '\'' or '.' or ':' or '·' or '’' or '‘' or '․' or '‧'
        || char.GetUnicodeCategory(character)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
}
