using System.Globalization;
using System.Text.RegularExpressions;

namespace AkkaClip.Data.Text.Cleaning;

/// <summary>
/// Tells text that was decoded in a wrong encoding ("cafÃ©") from text that only looks unusual ("CAFÉ®").
/// </summary>
/// <remarks>
/// Each character gets a class, a letter; neighbours that no writer puts together are a pattern over those letters. Only characters
/// count that a byte 80 to F4 of some legacy encoding stands for, since UTF-8 read wrongly consists of those. The approach and most
/// of the pairs are known from the ftfy library (R. Speer), whose repairs CLIP's tokenizer relies on.
/// </remarks>
internal static partial class MojibakeHeuristic
{
    // A, a  ASCII capital, small letter    P, p  accented capital, small letter    G, g  Greek or Cyrillic capital, small letter
    // k  letters of faces such as (ò_ó)    w  other letters and digits             _  white space    -  anything else
    // S, E  opening, closing punctuation   $  currency    n  mathematical          §  legal signs    #  box drawing
    // 1  C1 control                        b  bad: hardly used but in broken text  o  common: fits anywhere
    private const string Faces = "ÒÓÔÕÖÙÚÛÜòóôõöøùúûüŐŌŪŲ°";
    private const string Bad = "¦¤¨¬¯¸ƒˆˇ˘˛˜†‡‰⌐◊\uFFFDªº";
    private const string Common = "\u00A0\u00AD·´–—―…’";
    private const string Opening = "¡«¿©΄΅‘‚“„•‹\uF8FF";
    private const string Closing = "®»˝”›™";

    private static readonly Dictionary<char, char> Classes = ClassesOfReachable();

    /// <summary>True: some of it was surely decoded in a wrong encoding.</summary>
    public static bool IsSuspicious(string text)
    {
        if (System.Text.Ascii.IsValid(text))
            return false;

        var classes = string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                span[i] = ClassOf(source[i]);
        });
        return UnlikelyNeighbours().IsMatch(classes) || KnownSequences().IsMatch(text);
    }

    [GeneratedRegex(
        @"1|[bpP#SE$n§]b|[aA][gG]b|b[pP#SE$n§]|[pg#E$n]P|[#E$n]p|[p#E][$]|_P[$]|[P#][n§]|[pP#$E]Sn|[pP$n#§]ES|[$n#]S|aP[S$]|#k|[pP$nSE§]#|#E|[pP][SE][aApPgGkw]",
        RegexOptions.CultureInvariant)]
    private static partial Regex UnlikelyNeighbours();

    // Leftovers that the classes are too coarse for, by the encoding that makes them.
    [GeneratedRegex(
        // Windows-1252: lead bytes of Latin, Greek and Cyrillic, of punctuation, Arabic and Indic letters.
        @"[ÂÃÎÐ][€œŠš¢£Ÿž\u00A0\u00AD®©°·»¡«¿΄΅‘‚“„•‹”˝›™–—´]|Ã[\u00A0¡]|[a-z]\s?[ÃÂ] |^[ÃÂ] |[a-z.,?!®»˝”›™]Â[ ¡«¿©‘‚“„•‹®»”›™]"
        + @"|×[²³]|(?:[ØÙ][\u00A0\u00AD·´–—―…’¢£¥€¦¤¨¬¯¸ƒˆ˜†‡‰ªº²³¹±¼½¾×µ÷¡«¿©‘‚“„•‹ŸŠ®°»]){2}|à[²µ¹¼½¾]|[Œœ][^A-Za-z]|[À-ÑØÜÝĂĀĄĆČĎĐĘĚĒĖĞŁŃŇŒŘŚŞŠŢŤŮŸŹŻŽ]°"
        // Mac Roman.
        + @"|√[±∂†≠®™´≤≥¥µø]|≈[°¢]|‚Ä[ìîïòôúùû†°¢π]|‚[âó][àä°ê]"
        // Windows-1251, 1253, 1257.
        + @"|вЂ|[ВГРС][\u0080-\u009F¦¤¨¬¯¸ƒ†‡‰¡«¿©‘‚“„•‹®»”›™¢£¥€°µ][ВГРС]|ГўВЂВ.[A-Za-z ]"
        + @"|β€[™\u00A0Ά\u00AD®°]|[ΒΓΞΟ][\u0080-\u009F¦¤¨¬¯¸ƒ†‡‰¡«¿©΄΅‘‚“„•‹®»”›™¢£¥€°][ΒΓΞΟ]|ā€",
        RegexOptions.CultureInvariant)]
    private static partial Regex KnownSequences();

    private static char ClassOf(char character)
    {
        if (char.IsAscii(character))
        {
            return char.IsAsciiLetterLower(character) ? 'a'
                : char.IsAsciiLetterUpper(character) ? 'A'
                : char.IsWhiteSpace(character) ? '_'
                : char.IsAsciiDigit(character) || character == '_' ? 'w'
                : '-';
        }

        return Classes.TryGetValue(character, out var known) ? known
            : char.IsLetterOrDigit(character) ? 'w'
            : char.IsWhiteSpace(character) ? '_'
            : '-';
    }

    private static Dictionary<char, char> ClassesOfReachable()
    {
        const int LastLeadByte = 0xF4;
        var classes = new Dictionary<char, char>();
        foreach (var encoding in LegacyEncoding.All)
        {
            for (var value = 0x80; value <= LastLeadByte; value++)
                classes[encoding.ToCharacter((byte)value)] = ClassOfReachable(encoding.ToCharacter((byte)value));
        }

        classes['\uFFFD'] = 'b';
        return classes;
    }

    private static char ClassOfReachable(char character)
    {
        const char FirstGreek = '\u0370';
        if (Bad.Contains(character, StringComparison.Ordinal))
            return 'b';
        if (Common.Contains(character, StringComparison.Ordinal))
            return 'o';
        if (Opening.Contains(character, StringComparison.Ordinal))
            return 'S';
        if (Closing.Contains(character, StringComparison.Ordinal))
            return 'E';
        if (Faces.Contains(character, StringComparison.Ordinal))
            return character == 'Ü' ? 'P' : character == 'ü' ? 'p' : 'k';

        var isAccented = character < FirstGreek;
        return character switch
        {
            >= '\u0080' and <= '\u009F' => '1',
            'Þ' => 'G',
            'Ґ' => 'P',
            'ґ' or 'ﬁ' or 'ﬂ' => 'p',
            'µ' => 'n',
            '¶' or '§' => '§',
            '─' => '-',
            >= '\u2500' and <= '\u259F' => '#',
            _ => char.GetUnicodeCategory(character) switch
            {
                UnicodeCategory.UppercaseLetter => isAccented ? 'P' : 'G',
                UnicodeCategory.LowercaseLetter => isAccented ? 'p' : 'g',
                UnicodeCategory.CurrencySymbol => '$',
                UnicodeCategory.MathSymbol or UnicodeCategory.OtherNumber => 'n',
                UnicodeCategory.SpaceSeparator => '_',
                _ => character == '№' ? 'n' : '-',
            },
        };
    }
}
