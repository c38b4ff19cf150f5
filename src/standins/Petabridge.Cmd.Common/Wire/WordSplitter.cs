using System.Text;

namespace Petabridge.Cmd.Wire;

/// <summary>Cuts a line into words, as shells do: double quotes keep spaces.</summary>
internal static class WordSplitter
{
    /// <exception cref="FormatException">A quote is never closed.</exception>
    public static List<string> Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quoted, open) = (false, false);
        foreach (var letter in line)
        {
            if (letter == '"')
                (quoted, open) = (!quoted, true);
            else if (char.IsWhiteSpace(letter) && !quoted)
            {
                if (open)
                    words.Add(word.ToString());
                word.Clear();
                open = false;
            }
            else
            {
                word.Append(letter);
                open = true;
            }
        }

        if (quoted)
            throw new FormatException("a double quote is opened and never closed");
        if (open)
            words.Add(word.ToString());
        return words;
    }

    /// <summary>The line that <see cref="Split"/> cuts into these words; quotes inside of words are lost.</summary>
    public static string Join(IEnumerable<string> words) =>
        string.Join(' ', words.Select(word => word.Length == 0 || word.Any(char.IsWhiteSpace) ? $"\"{word.Replace("\"", "", StringComparison.Ordinal)}\"" : word));
}
