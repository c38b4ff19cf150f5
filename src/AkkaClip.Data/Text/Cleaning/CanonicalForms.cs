using System.Collections.Frozen;
using System.Text;

namespace AkkaClip.Data.Text.Cleaning;

/// <summary>
/// Unicode's normalization form C, and the standard forms of full- and half-width characters.
/// The runtime's own needs ICU, which the product does without.
/// </summary>
/// <remarks>Source: Unicode Standard Annex 15; Hangul by section 3.12 of the core specification.</remarks>
internal static class CanonicalForms
{
    private const int HangulFirst = 0xAC00;
    private const int HangulCount = 11_172;
    private const int LeadFirst = 0x1100;
    private const int VowelFirst = 0x1161;
    private const int TailFirst = 0x11A7;
    private const int NumLeads = 19;
    private const int NumVowels = 21;
    private const int NumTails = 28;

    // Below this, nothing decomposes to or composes with anything but marks above it.
    private const char FirstMark = '\u0300';

    private static readonly FrozenDictionary<int, byte> Classes;
    private static readonly FrozenDictionary<int, int[]> Decompositions;
    private static readonly FrozenDictionary<(int, int), int> Compositions;
    private static readonly FrozenDictionary<char, string> Widths;

    static CanonicalForms()
    {
        var classes = new Dictionary<int, byte>();
        var decompositions = new Dictionary<int, int[]>();
        var compositions = new Dictionary<(int, int), int>();
        var widths = new Dictionary<char, string>();
        foreach (var fields in UnicodeTable.Read("canonical-forms.tsv"))
        {
            var point = UnicodeTable.Point(fields[1]);
            if (fields[0] == "c")
            {
                classes.Add(point, byte.Parse(fields[2], System.Globalization.CultureInfo.InvariantCulture));
                continue;
            }

            int[] form = [.. fields[2..].Select(UnicodeTable.Point)];
            if (fields[0] == "w")
                widths.Add((char)point, string.Concat(form.Select(char.ConvertFromUtf32)));
            else
                decompositions.Add(point, form);
            if (fields[0] == "=")
                compositions.Add((form[0], form[1]), point);
        }

        Classes = classes.ToFrozenDictionary();
        Decompositions = decompositions.ToFrozenDictionary();
        Compositions = compositions.ToFrozenDictionary();
        Widths = widths.ToFrozenDictionary();
    }

    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstMark, char.MaxValue))
            return text;

        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, points);
        Order(points);
        Recompose(points);

        var composed = new StringBuilder(text.Length);
        foreach (var point in points)
            composed.Append(new Rune(point));
        return composed.ToString();
    }

    /// <summary>Replaces full-width Latin, half-width Katakana and Hangul, and the ideographic space.</summary>
    public static string StandardWidth(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uFF01', '\uFFEF') && !text.Contains('\u3000', StringComparison.Ordinal))
            return text;

        var standard = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (Widths.TryGetValue(character, out var form))
                standard.Append(form);
            else
                standard.Append(character);
        }

        return standard.ToString();
    }

    private static void Decompose(int point, List<int> points)
    {
        if (point - HangulFirst is >= 0 and < HangulCount and var syllable)
        {
            points.Add(LeadFirst + (syllable / (NumVowels * NumTails)));
            points.Add(VowelFirst + (syllable % (NumVowels * NumTails) / NumTails));
            if (syllable % NumTails > 0)
                points.Add(TailFirst + (syllable % NumTails));
        }
        else if (Decompositions.TryGetValue(point, out var form))
        {
            foreach (var part in form)
                Decompose(part, points);
        }
        else
        {
            points.Add(point);
        }
    }

    // Marks behind a base character are sorted by their class, those of one class keep their order.
    private static void Order(List<int> points)
    {
        for (var first = 0; first < points.Count; first++)
        {
            if (ClassOf(points[first]) == 0)
                continue;

            var end = first + 1;
            while (end < points.Count && ClassOf(points[end]) != 0)
                end++;
            if (end - first > 1)
            {
                int[] sorted = [.. points[first..end].OrderBy(ClassOf)];
                for (var i = first; i < end; i++)
                    points[i] = sorted[i - first];
            }

            first = end;
        }
    }

    private static void Recompose(List<int> points)
    {
        var starter = -1;
        var length = 0;
        var lastClass = -1;
        foreach (var point in points.ToArray())
        {
            var pointClass = ClassOf(point);
            if (starter >= 0 && lastClass < pointClass && TryCompose(points[starter], point, out var composed))
            {
                points[starter] = composed;
                continue;
            }

            if (pointClass == 0)
                starter = length;
            lastClass = pointClass == 0 ? -1 : pointClass;
            points[length++] = point;
        }

        points.RemoveRange(length, points.Count - length);
    }

    private static bool TryCompose(int first, int second, out int composed)
    {
        if (first - LeadFirst is >= 0 and < NumLeads and var lead && second - VowelFirst is >= 0 and < NumVowels and var vowel)
        {
            composed = HangulFirst + (((lead * NumVowels) + vowel) * NumTails);
            return true;
        }

        if (first - HangulFirst is >= 0 and < HangulCount and var syllable && syllable % NumTails == 0
            && second - TailFirst is > 0 and < NumTails and var tail)
        {
            composed = HangulFirst + syllable + tail;
            return true;
        }

        return Compositions.TryGetValue((first, second), out composed);
    }

    private static int ClassOf(int point) => Classes.GetValueOrDefault(point);
}
