#nullable disable // As in the genuine package, whose signatures carry no nullability.

using System.Buffers;
using System.Globalization;
using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>A cursor over HOCON text that knows its lexical forms.</summary>
/// <remarks>
/// Some forms count only where another character follows (see <see cref="IsBeforeLast"/>): an assignment, a comment, a
/// blank. A last line <c>a =</c> is therefore an unknown token and not an empty value, as in the genuine parser.
/// </remarks>
internal sealed class HoconReader(string text)
{
    private static readonly SearchValues<char> NotInText = SearchValues.Create("$\"{}[]:=,#`^?!@*&\\");

    private int _index;

    public bool AtEnd => _index >= text.Length;

    /// <summary>The character under the cursor; NUL at the end.</summary>
    public char Current => AtEnd ? '\0' : text[_index];

    public bool IsAssignment => IsBeforeLast("=") || IsBeforeLast(":");

    public bool IsBlank => IsBeforeLast(" ") || IsBeforeLast("\t");

    public bool IsText => !AtEnd && !char.IsWhiteSpace(Current) && !IsComment && !NotInText.Contains(Current);

    public bool IsKeyStart => IsText && Current != '.';

    public bool IsSubstitution => Is("${");

    public bool IsTripleQuote => Is("\"\"\"");

    public bool IsValue => IsText || IsSubstitution || Current is '[' or '{' or '"';

    /// <summary><c>include</c>, white space or comments, and a quoted name.</summary>
    public bool IsInclude
    {
        get
        {
            var start = _index;
            if (!Is("include"))
                return false;
            Advance("include".Length);
            var found = (char.IsWhiteSpace(Current) || IsComment) && SkipToQuote();
            _index = start;
            return found;
        }
    }

    public bool IsComment => IsBeforeLast("#") || IsBeforeLast("//");

    public bool Is(string pattern) => string.CompareOrdinal(text, _index, pattern, 0, pattern.Length) == 0;

    public void Advance(int count = 1) => _index = Math.Min(_index + count, text.Length);

    public void SkipWhitespaceAndComments()
    {
        while (!AtEnd)
        {
            if (char.IsWhiteSpace(Current))
                Advance();
            else if (IsComment)
                SkipLine();
            else
                return;
        }
    }

    /// <summary>A key as it is written, which may hold blanks and even line ends.</summary>
    public string ReadKey()
    {
        var start = _index;
        while (!AtEnd && !IsComment && Current != '.' && !NotInText.Contains(Current))
            Advance();
        return text[start.._index].Trim();
    }

    public string ReadBlanks()
    {
        var start = _index;
        while (IsBlank)
            Advance();
        return text[start.._index];
    }

    /// <exception cref="ConfigurationException">The text runs into an assignment: a URI without quotes, a second key on the line.</exception>
    public string ReadText()
    {
        var read = ReadWhileText();
        return IsAssignment
            ? throw new ConfigurationException(
                $"Unquoted text must not hold '=' or ':', as behind '{read}' at position {_index}:\n{ErrorLine()}Enclose an address in double quotes, write one key a line, and enclose an object in curly brackets.")
            : read;
    }

    public string ReadSubstitution()
    {
        Advance("${".Length);
        var path = ReadWhileText();
        Advance();
        return path;
    }

    public string ReadTripleQuoted()
    {
        Advance(3);
        var start = _index;
        while (!AtEnd && !IsTripleQuote)
            Advance();
        var read = text[start.._index];
        if (!AtEnd)
            Advance(3);
        return read;
    }

    /// <exception cref="FormatException">An unknown escape.</exception>
    public string ReadQuoted()
    {
        var read = new StringBuilder();
        for (Advance(); !AtEnd && Current != '"';)
        {
            if (Current == '\\')
                read.Append(ReadEscape());
            else
                read.Append(Take());
        }
        Advance();
        return read.ToString();
    }

    public string ReadInclude()
    {
        Advance("include".Length);
        SkipWhitespaceAndComments();
        return ReadQuoted();
    }

    public FormatException UnknownToken() => new($"Unknown token at position {_index}: \n{ErrorLine()}");

    /// <summary>Whether the pattern stands here and is not the end of the text.</summary>
    private bool IsBeforeLast(string pattern) => _index + pattern.Length < text.Length && Is(pattern);

    private bool SkipToQuote()
    {
        SkipWhitespaceAndComments();
        if (Current != '"')
            return false;
        ReadQuoted();
        return true;
    }

    private char Take()
    {
        var taken = Current;
        Advance();
        return taken;
    }

    private string ReadWhileText()
    {
        var start = _index;
        while (IsText)
            Advance();
        return text[start.._index];
    }

    private void SkipLine()
    {
        while (!AtEnd && Take() != '\n')
        {
        }
    }

    private char ReadEscape()
    {
        Advance();
        return Take() switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => ReadUnicodeEscape(),
            var other => throw new FormatException($"Unknown escape code: {other}"),
        };
    }

    private char ReadUnicodeEscape()
    {
        var digits = text.AsSpan(_index, Math.Min(4, text.Length - _index));
        if (digits.Length < 4 || !ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            throw new FormatException($"An escape \\u needs four hexadecimal digits, not '{digits}'.");
        Advance(4);
        return (char)code;
    }

    private string ErrorLine()
    {
        var at = Math.Min(_index, text.Length - 1);
        var start = text.LastIndexOf('\n', at) + 1;
        var end = text.IndexOf('\n', at);
        var line = text[Math.Min(start, at)..(end < start ? text.Length : end)].TrimEnd('\r');
        return $"{line}\n{new string(' ', Math.Max(0, _index - start))}^\n";
    }
}
