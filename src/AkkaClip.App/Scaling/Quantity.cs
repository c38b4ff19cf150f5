using System.Globalization;

namespace AkkaClip.App.Scaling;

/// <summary>Large numbers as the papers write them: 34B, 400M, 1.2e13.</summary>
internal static class Quantity
{
    private static readonly (char Suffix, double Factor)[] s_suffixes = [('K', 1e3), ('M', 1e6), ('B', 1e9), ('T', 1e12)];

    /// <returns>Null: no finite number above 0.</returns>
    public static double? TryParse(string text)
    {
        var (digits, factor) = (text, 1.0);
        foreach (var (suffix, worth) in s_suffixes)
        {
            if (text.Length > 1 && char.ToUpperInvariant(text[^1]) == suffix)
                (digits, factor) = (text[..^1], worth);
        }
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number * factor) && number > 0
            ? number * factor
            : null;
    }

    /// <summary>Three digits and a suffix.</summary>
    public static string Format(double number)
    {
        // From 999.5 on three digits would be four.
        var (suffix, factor) = s_suffixes.LastOrDefault(s => number >= s.Factor * 0.9995);
        return factor == 0 || number >= 1e15
            ? number.ToString("G3", CultureInfo.InvariantCulture)
            : (number / factor).ToString("G3", CultureInfo.InvariantCulture) + suffix;
    }
}
