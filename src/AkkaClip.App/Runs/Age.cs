using System.Globalization;

namespace AkkaClip.App.Runs;

/// <summary>How long something has been, for people: the largest unit of which there are two, or seconds.</summary>
internal static class Age
{
    public static string Text(TimeSpan age) => age switch
    {
        { TotalDays: >= 2 } => Of(age.TotalDays, "d"),
        { TotalHours: >= 2 } => Of(age.TotalHours, "h"),
        { TotalMinutes: >= 2 } => Of(age.TotalMinutes, "min"),
        _ => Of(Math.Max(0, age.TotalSeconds), "s"),
    };

    private static string Of(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(value):F0} {unit}");
}
