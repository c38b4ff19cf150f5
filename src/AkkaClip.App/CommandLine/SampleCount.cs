using System.Globalization;
using AkkaClip.Core.Errors;

namespace AkkaClip.App.CommandLine;

/// <summary>Numbers of samples as people say them: 80M, 2.5k, 1_000_000.</summary>
internal static class SampleCount
{
    public static long Parse(string option, string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        var factor = digits.Length == 0 ? 1 : char.ToUpperInvariant(digits[^1]) switch { 'K' => 1e3m, 'M' => 1e6m, 'G' or 'B' => 1e9m, _ => 1 };
        if (decimal.TryParse(factor == 1 ? digits : digits[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * factor is >= 1 and <= 1e15m and var count && count == decimal.Truncate(count))
            return (long)count;
        throw new UserErrorException($"{option} is '{text}'; it must be a whole number, as in 1000000, 80M or 2.5k");
    }
}
