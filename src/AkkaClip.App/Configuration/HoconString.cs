using System.Globalization;
using System.Text;

namespace AkkaClip.App.Configuration;

/// <summary>Texts and keys as HOCON takes them.</summary>
internal static class HoconString
{
    /// <summary>In double quotes, with escapes that Akka.NET's parser knows.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            if (letter is '"' or '\\')
                quoted.Append('\\').Append(letter);
            else if (letter < ' ')
                quoted.Append("\\u").Append(((int)letter).ToString("X4", CultureInfo.InvariantCulture));
            else
                quoted.Append(letter);
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>A path with one more key, quoted where the key has dots.</summary>
    public static string Join(string path, string key)
    {
        var quoted = key.Contains('.', StringComparison.Ordinal) ? $"\"{key}\"" : key;
        return path.Length == 0 ? quoted : $"{path}.{quoted}";
    }
}
