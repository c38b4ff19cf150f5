using System.Text;

namespace AkkaClip.Data.Text.Cleaning;

/// <summary>Character references of HTML: <c>&amp;eacute;</c>, <c>&amp;#233;</c>, <c>&amp;#xE9;</c>.</summary>
internal static class HtmlReferences
{
    private const int MaxNameChars = 32;

    // Names with their semicolon, and the few that HTML takes without.
    private static readonly Dictionary<string, string> Names = Load();
    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> NamesByText =
        Names.GetAlternateLookup<ReadOnlySpan<char>>();

    // &EACUTE; is no reference, yet clear enough: upper-case spelling of a lower-case name, where HTML has no other use for it.
    private static readonly Dictionary<string, string> ShoutedNames = Names
        .Where(entry => entry.Key.EndsWith(';') && !entry.Key.Any(char.IsAsciiLetterUpper))
        .Select(entry => (Name: entry.Key.ToUpperInvariant(), Text: entry.Value))
        .Where(entry => Resolve("&" + entry.Name) == "&" + entry.Name)
        .ToDictionary(entry => entry.Name, entry => entry.Text.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal));

    /// <summary>Resolves as a browser does, the lenient cases included: unended numbers, names without their semicolon.</summary>
    public static string Resolve(string text) => Rewrite(text, ResolveLeniently);

    /// <summary>Resolves only what ends in a semicolon, and so was surely meant; names in capitals too.</summary>
    public static string ResolveClear(string text) => Rewrite(text, ResolveEnded);

    private delegate string? Resolver(ReadOnlySpan<char> rest, out int length);

    private static string Rewrite(string text, Resolver resolve)
    {
        var next = text.IndexOf('&', StringComparison.Ordinal);
        if (next < 0)
            return text;

        var resolved = new StringBuilder(text.Length);
        var copied = 0;
        while (next >= 0)
        {
            if (resolve(text.AsSpan(next + 1), out var length) is { } replacement)
            {
                resolved.Append(text, copied, next - copied).Append(replacement);
                copied = next + 1 + length;
            }

            next = text.IndexOf('&', Math.Max(next + 1, copied));
        }

        return resolved.Append(text, copied, text.Length - copied).ToString();
    }

    private static string? ResolveLeniently(ReadOnlySpan<char> rest, out int length)
    {
        if (rest.StartsWith('#'))
            return ResolveNumber(rest, out length);

        length = 0;
        while (length < rest.Length && length < MaxNameChars && !"\t\n\f <&#;".Contains(rest[length]))
            length++;
        if (length > 0 && length < rest.Length && rest[length] == ';' && NamesByText.TryGetValue(rest[..(length + 1)], out var ended))
        {
            length++;
            return ended;
        }

        for (; length > 1; length--)
        {
            if (NamesByText.TryGetValue(rest[..length], out var text))
                return text;
        }

        return null;
    }

    private static string? ResolveEnded(ReadOnlySpan<char> rest, out int length)
    {
        const int MaxClearChars = 24;
        length = rest[..Math.Min(rest.Length, MaxClearChars + 2)].IndexOf(';') + 1;
        if (length < 2)
            return null;

        if (rest[0] == '#')
            return ResolveNumber(rest, out var used) is { } number && used == length && number != ";" ? number : null;
        return NamesByText.TryGetValue(rest[..length], out var text)
            ? text
            : ShoutedNames.GetValueOrDefault(rest[..length].ToString());
    }

    private static string? ResolveNumber(ReadOnlySpan<char> rest, out int length)
    {
        var isHex = rest.Length > 1 && rest[1] is 'x' or 'X';
        var first = length = isHex ? 2 : 1;
        var value = 0;
        for (; length < rest.Length && (isHex ? char.IsAsciiHexDigit(rest[length]) : char.IsAsciiDigit(rest[length])); length++)
            value = Math.Min((value * (isHex ? 16 : 10)) + DigitOf(rest[length]), 0x110000);
        if (length == first)
            return null;

        if (length < rest.Length && rest[length] == ';')
            length++;
        return TextOf(value);
    }

    private static int DigitOf(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    // HTML reads 0x80 to 0x9F as Windows-1252, and drops what is no character.
    private static string TextOf(int value) => value switch
    {
        0 or > 0x10FFFF or >= 0xD800 and <= 0xDFFF => "\uFFFD",
        >= 0x80 and <= 0x9F => LegacyEncoding.Windows1252.ToCharacter((byte)value).ToString(),
        '\t' or '\n' or '\f' or '\r' => ((char)value).ToString(),
        < 0x20 or 0x7F or >= 0xFDD0 and <= 0xFDEF => "",
        _ when (value & 0xFFFE) == 0xFFFE => "",
        _ => char.ConvertFromUtf32(value),
    };

    private static Dictionary<string, string> Load()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var fields in UnicodeTable.Read("html-entities.tsv"))
        {
            var text = string.Concat(fields[1].Split(' ').Select(point => char.ConvertFromUtf32(UnicodeTable.Point(point))));
            names.Add(fields[0] + ";", text);
            if (fields.Length > 2)
                names.Add(fields[0], text);
        }

        return names;
    }
}
