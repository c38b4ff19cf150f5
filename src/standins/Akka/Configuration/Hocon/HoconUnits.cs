#nullable disable // As in the genuine package, whose signatures carry no nullability.

using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>Units of time and of size, as the genuine parser reads them.</summary>
internal static class HoconUnits
{
    private const double TicksPerNanosecond = 0.01;

    private static readonly Dictionary<string, double> TicksOf = Expand(
    [
        (TicksPerNanosecond, ["nanoseconds", "nanosecond", "nanos", "nano", "ns"]),
        (TimeSpan.TicksPerMicrosecond, ["microseconds", "microsecond", "micros", "micro"]),
        (TimeSpan.TicksPerMillisecond, ["milliseconds", "millisecond", "millis", "milli", "ms"]),
        (TimeSpan.TicksPerSecond, ["seconds", "second", "s"]),
        (TimeSpan.TicksPerMinute, ["minutes", "minute", "m"]),
        (TimeSpan.TicksPerHour, ["hours", "hour", "h"]),
        (TimeSpan.TicksPerDay, ["days", "day", "d"]),
    ]);

    private static readonly Dictionary<string, long> BytesOf = BuildBytes();

    /// <summary>A duration such as <c>5s</c>, <c>1.5 minutes</c>, or a plain number of milliseconds.</summary>
    /// <exception cref="FormatException">No number, an unknown unit (<c>us</c> is one), or a negative number.</exception>
    public static TimeSpan ParseTimeSpan(string text, bool allowInfinite)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (SplitNumber(text) is var (number, unit) && TicksOf.TryGetValue(unit, out var ticks))
            return Duration(double.Parse(number, NumberFormatInfo.InvariantInfo) * ticks, rounded: ticks <= TimeSpan.TicksPerMicrosecond);
        if (allowInfinite && text.Equals("infinite", StringComparison.OrdinalIgnoreCase))
            return Timeout.InfiniteTimeSpan;

        var plain = double.Parse(text, NumberFormatInfo.InvariantInfo);
        return plain < 0 ? throw new FormatException($"A duration must not be negative, as {plain} is.") : TimeSpan.FromMilliseconds(plain);
    }

    /// <summary>A whole number of bytes with an optional, case-sensitive unit; null for an empty text.</summary>
    public static long? ParseByteSize(string text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        text = text.Trim();
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        if (end == 0 || end == text.Length)
            return long.Parse(text, CultureInfo.InvariantCulture);

        var unit = text[end..].Trim();
        return BytesOf.TryGetValue(unit, out var bytes)
            ? bytes * long.Parse(text.AsSpan(0, end), CultureInfo.InvariantCulture)
            : throw new FormatException($"'{unit}' is no unit of size; write B, kB, KiB, MB, MiB, GB, GiB, ...");
    }

    private static TimeSpan Duration(double ticks, bool rounded) => TimeSpan.FromTicks(checked((long)(rounded ? Math.Round(ticks) : ticks)));

    /// <summary>Digits, perhaps with a fraction, then blanks, then a unit. A sign is not part of it.</summary>
    private static (string Number, string Unit)? SplitNumber(string text)
    {
        var end = DigitsFrom(text, 0);
        if (end == 0)
            return null;
        if (end < text.Length && text[end] == '.' && DigitsFrom(text, end + 1) is var fraction && fraction > end + 1)
            end = fraction;
        return (text[..end], text[end..].TrimStart());
    }

    private static int DigitsFrom(string text, int index)
    {
        while (index < text.Length && char.IsAsciiDigit(text[index]))
            index++;
        return index;
    }

    private static Dictionary<string, double> Expand((double Ticks, string[] Names)[] units) =>
        units.SelectMany(unit => unit.Names, (unit, name) => (unit.Ticks, name)).ToDictionary(pair => pair.name, pair => pair.Ticks, StringComparer.Ordinal);

    private static Dictionary<string, long> BuildBytes()
    {
        var bytes = new Dictionary<string, long>(StringComparer.Ordinal) { ["b"] = 1, ["B"] = 1, ["byte"] = 1, ["bytes"] = 1 };
        string[] binary = ["kibi", "mebi", "gibi", "tebi", "pebi", "exbi"];
        string[] decimals = ["kilo", "mega", "giga", "tera", "peta", "exa"];
        const string Letters = "KMGTPE";
        long kibi = 1, kilo = 1;
        for (var power = 0; power < Letters.Length; power++)
        {
            kibi *= 1024;
            kilo *= 1000;
            var letter = Letters[power].ToString();
            foreach (var name in new[] { letter, letter.ToLowerInvariant(), letter + "i", letter + "iB", binary[power] + "byte", binary[power] + "bytes" })
                bytes[name] = kibi;
            foreach (var name in new[] { power == 0 ? "kB" : letter + "B", decimals[power] + "byte", decimals[power] + "bytes" })
                bytes[name] = kilo;
        }
        return bytes;
    }
}
