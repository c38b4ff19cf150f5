#nullable disable // As in the genuine package, whose signatures carry no nullability.

namespace Akka.Configuration.Hocon;

/// <summary>How keys and strings are rendered: quoted where they hold a blank, a tab or a colon, never escaped.</summary>
internal static class HoconQuoting
{
    public static string QuoteIfNeeded(string text) => text switch
    {
        null => "",
        _ when text.AsSpan().IndexOfAny(' ', '\t', ':') >= 0 => $"\"{text}\"",
        _ => text,
    };
}
