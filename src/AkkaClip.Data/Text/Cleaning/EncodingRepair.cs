using System.Text;
using System.Text.RegularExpressions;

namespace AkkaClip.Data.Text.Cleaning;

/// <summary>Undoes the reading of UTF-8 in a legacy encoding ("cafÃ©" to "café"), also where it happened several times over.</summary>
/// <remarks>Bytes are matched as Latin-1 text, where character = byte.</remarks>
internal static partial class EncodingRepair
{
    private static readonly Regex EmbeddedSequences = BuildEmbeddedSequences();

    /// <summary>Returns the text unchanged where it gives no reason for suspicion, or no reading of it makes sense.</summary>
    public static string Repair(string text)
    {
        // Every step makes the text shorter or removes its C1 controls, so this ends.
        while (MojibakeHeuristic.IsSuspicious(text))
        {
            var repaired = RepairOnce(text);
            if (repaired == text)
                break;
            text = repaired;
        }

        return text;
    }

    /// <summary>C1 controls as the Windows-1252 characters of the same bytes, as browsers show them.</summary>
    public static string ReplaceControls(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u0080', '\u009F'))
            return text;

        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                span[i] = source[i] is >= '\u0080' and <= '\u009F' ? LegacyEncoding.Windows1252.ToCharacter((byte)source[i]) : source[i];
        });
    }

    private static string RepairOnce(string text)
    {
        foreach (var encoding in LegacyEncoding.All)
        {
            if (encoding.TryGetBytes(text, out var bytes) && TryDecode(encoding, bytes, out var whole))
                return whole;
        }

        var inParts = EmbeddedSequences.Replace(text, match =>
            match.Length < text.Length && MojibakeHeuristic.IsSuspicious(match.Value) ? Repair(match.Value) : match.Value);
        return inParts != text ? inParts : ReplaceControls(text);
    }

    private static bool TryDecode(LegacyEncoding encoding, byte[] bytes, out string text)
    {
        var sequence = Encoding.Latin1.GetString(bytes);

        // A dash before a space is plain text in Mac Roman.
        if (!encoding.IsMac && SpacedSequence().IsMatch(sequence))
        {
            sequence = LoneAGrave().Replace(sequence, "Ã\u00A0 ");
            sequence = SpacedSequence().Replace(sequence, match => match.Value.Replace(' ', '\u00A0'));
        }

        if (encoding.IsSloppy)
            sequence = LossySequence().Replace(sequence, "ï¿½");
        return LenientUtf8.TryDecode(Encoding.Latin1.GetBytes(sequence), out text);
    }

    // UTF-8 whose byte A0, a no-break space in most encodings, became a plain space. Leads that give rare letters are left out.
    [GeneratedRegex(
        @"[\xC2\xC3\xC5\xCE\xD0\xD9] |[\xE2\xE3] [\x80-\x84\x86-\x9F\xA1-\xBF]|[\xE0-\xE3][\x80-\x84\x86-\x9F\xA1-\xBF] |\xF0(?: [\x80-\xBF]{2}|[\x80-\xBF] [\x80-\xBF]|[\x80-\xBF]{2} )",
        RegexOptions.CultureInvariant)]
    private static partial Regex SpacedSequence();

    // "Ã la mode": the word à, its own space lost; in Portuguese a beginning too.
    [GeneratedRegex(@"\xC3 (?! |quele|quela|quilo|s )", RegexOptions.CultureInvariant)]
    private static partial Regex LoneAGrave();

    // UTF-8 of which some bytes were lost (1A), or became a question mark.
    [GeneratedRegex(
        @"[\xC2-\xDF]\x1A|[\xC2\xC3]\?"
        + @"|\xED[\xA0-\xAF](?:[\x1A?]\xED[\xB0-\xBF][\x1A?\x80-\xBF]|[\x1A?\x80-\xBF]\xED[\xB0-\xBF][\x1A?])"
        + @"|[\xE0-\xEF](?:[\x1A?][\x1A\x80-\xBF]|[\x1A\x80-\xBF][\x1A?])"
        + @"|[\xF0-\xF4](?:[\x1A?][\x1A\x80-\xBF]{2}|[\x1A\x80-\xBF][\x1A?][\x1A\x80-\xBF]|[\x1A\x80-\xBF]{2}[\x1A?])|\x1A",
        RegexOptions.CultureInvariant)]
    private static partial Regex LossySequence();

    // Characters that could be a whole UTF-8 sequence in one of the Windows encodings, within text that is otherwise sound.
    private static Regex BuildEmbeddedSequences()
    {
        const string OftenThemselves = " ‘’‚“”„•…–—―";
        var follow = CharactersOf(0x80, 0xBF) + " ";
        var strictFollow = string.Concat(follow.Except(OftenThemselves));
        var pattern = $"(?<![{Escape(strictFollow)}])(?:[{Escape(CharactersOf(0xC2, 0xDF))}][{Escape(follow)}]"
            + $"|[{Escape(CharactersOf(0xE0, 0xEF))}][{Escape(follow)}]{{2}}"
            + $"|[{Escape(CharactersOf(0xF0, 0xF0) + CharactersOf(0xF3, 0xF3))}][{Escape(follow)}]{{3}})+";
        return new Regex(pattern, RegexOptions.CultureInvariant);

        static string Escape(string characters) => string.Concat(characters.Distinct().Select(c => $"\\u{(int)c:X4}"));
    }

    private static string CharactersOf(int firstByte, int lastByte) => string.Concat(
        LegacyEncoding.Windows.Prepend(LegacyEncoding.Latin1)
            .SelectMany(encoding => Enumerable.Range(firstByte, lastByte - firstByte + 1).Select(value => encoding.ToCharacter((byte)value)))
            .Distinct());
}
