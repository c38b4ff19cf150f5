using AkkaClip.Core.Errors;

namespace AkkaClip.App.Configuration;

/// <summary>
/// Reads a HOCON text before Akka's parser does, and refuses, with line and column, what that parser would take for
/// something else without a word, never come back from, or follow until the stack ends.
/// </summary>
/// <remarks>
/// Akka.NET 1.5 ignores a brace too many and a missing one, runs an open string to the end of the file, loops on a stray
/// character in an array, has neither optional substitutions nor <c>+=</c>, and recurses over substitutions in a circle.
/// </remarks>
internal sealed class HoconSyntaxCheck
{
    private const int MaxDepth = 64;
    private const int MaxSubstitutions = 500;
    private const string OnlyInQuotes = "@`^?!*&\\";

    private readonly string _text;
    private readonly string _file;
    private readonly Stack<Open> _open = new();
    private readonly List<SubstitutionUse> _substitutions = [];
    private int _at;

    /// <summary>The key that is being read, or whose value is; empty where a key is expected.</summary>
    private string _key = "";
    private bool _inValue;

    /// <summary>Something of the value has been read: the line's end is its end.</summary>
    private bool _valueBegun;

    private HoconSyntaxCheck(string text, string file)
    {
        _text = text;
        _file = file;
    }

    /// <summary>One bracket that is open.</summary>
    /// <param name="Bracket">The character.</param>
    /// <param name="At">Where it is.</param>
    /// <param name="Path">The path of the value that it opens.</param>
    private sealed record Open(char Bracket, int At, string Path);

    /// <exception cref="UserErrorException">The text is no HOCON that Akka.NET 1.5 reads as it is meant.</exception>
    public static void Check(string text, string file)
    {
        var check = new HoconSyntaxCheck(text, file);
        check.Scan();
        if (new SubstitutionGraph(check._substitutions).FindEndless() is var (use, reason))
            throw check.Error(use.At, reason);
    }

    private void Scan()
    {
        while (_at < _text.Length)
        {
            var current = _text[_at];
            if (current == '#' || Is("//"))
                SkipLine();
            else if (current == '"')
                ReadString();
            else if (current is '{' or '[')
                OpenBracket(current);
            else if (current is '}' or ']')
                CloseBracket(current);
            else if (current is '=' or ':')
                Assign();
            else if (current == '$')
                ReadSubstitution();
            else
                ReadPlain(current);
        }
        if (_open.TryPeek(out var open))
            throw Error(open.At, $"'{open.Bracket}' is never closed");
    }

    private void ReadPlain(char current)
    {
        if (OnlyInQuotes.Contains(current, StringComparison.Ordinal))
            throw Error(_at, $"'{current}' may stand in double quotes only");
        if (current < ' ' && !char.IsWhiteSpace(current))
            throw Error(_at, $"a control character, U+{(int)current:X4}");
        if (Is("+="))
            throw Error(_at, "'+=' is not known to Akka.NET's HOCON; write the whole list, or ${its.path} [more]");

        if (_inValue && !InArray && (current == ',' || (current == '\n' && _valueBegun)))
            EndValue();
        else if (!_inValue && !InArray && current != ',')
            _key += current;
        else
            _valueBegun |= !char.IsWhiteSpace(current);
        _at++;
    }

    private bool InArray => _open.TryPeek(out var open) && open.Bracket == '[';

    private string Path
    {
        get
        {
            var parent = _open.TryPeek(out var open) ? open.Path : "";
            var key = _key.Trim();
            return key.Length == 0 ? parent : parent.Length == 0 ? key : $"{parent}.{key}";
        }
    }

    private void OpenBracket(char bracket)
    {
        if (_open.Count == MaxDepth)
            throw Error(_at, $"more than {MaxDepth} brackets are open");
        _open.Push(new Open(bracket, _at, Path));
        EndValue();
        _at++;
    }

    private void CloseBracket(char bracket)
    {
        if (!_open.TryPop(out var open))
            throw Error(_at, $"'{bracket}' closes nothing");
        if ((open.Bracket, bracket) is not (('{', '}') or ('[', ']')))
            throw Error(_at, $"'{bracket}' does not close the '{open.Bracket}' of line {LineOf(open.At)}");

        // Behind an object or array more pieces of the same value may follow on the line.
        _key = "";
        _inValue = _valueBegun = true;
        _at++;
    }

    private void Assign()
    {
        if (InArray)
            throw Error(_at, $"'{_text[_at]}' in a list; enclose an object in curly brackets, and an address in double quotes");
        if (_inValue)
            throw Error(_at, $"'{_text[_at]}' in a value; write one key a line, and enclose an address in double quotes");
        if (_key.Trim().Length == 0)
            throw Error(_at, $"'{_text[_at]}' without a key before it");
        if (_key.Trim().Contains('\n', StringComparison.Ordinal))
            throw Error(_at, $"the key '{_key.Trim().Split('\n')[0].Trim()}' has no value");
        _inValue = true;
        _valueBegun = false;
        _at++;
    }

    private void EndValue()
    {
        _key = "";
        _inValue = false;
    }

    private void ReadString()
    {
        var start = _at;
        var quote = Is("\"\"\"") ? "\"\"\"" : "\"";
        for (_at += quote.Length; !Is(quote); _at++)
        {
            if (_at >= _text.Length || (quote.Length == 1 && _text[_at] == '\n'))
                throw Error(start, "the string is never closed");
            if (quote.Length == 1 && _text[_at] == '\\')
                _at++;
        }
        _at += quote.Length;
        _valueBegun = true;
        if (_key.Trim() == "include")
            EndValue();
        else if (!_inValue && !InArray)
            _key += _text[(start + quote.Length)..(_at - quote.Length)];
    }

    private void ReadSubstitution()
    {
        var start = _at;
        if (!Is("${"))
            throw Error(start, "'$' may stand in double quotes only, or start a substitution, ${path}");
        if (Is("${?"))
            throw Error(start, "optional substitutions, ${?...}, are not known to Akka.NET's HOCON; for an environment variable write ${env.NAME}");
        for (_at += 2; _at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '.' or '-' or '_'); _at++)
        {
        }
        if (!Is("}") || _at == start + 2)
            throw Error(start, "a substitution is ${path}, with letters, digits, '.', '-' and '_' in the path");
        _substitutions.Add(new SubstitutionUse(Path, _text[(start + 2).._at], start));
        if (_substitutions.Count > MaxSubstitutions)
            throw Error(start, $"more than {MaxSubstitutions} substitutions");
        _valueBegun = true;
        _at++;
    }

    private void SkipLine()
    {
        while (_at < _text.Length && _text[_at] != '\n')
            _at++;
    }

    private bool Is(string pattern) => _at < _text.Length && string.CompareOrdinal(_text, _at, pattern, 0, pattern.Length) == 0;

    private int LineOf(int at) => _text.AsSpan(0, Math.Min(at, _text.Length)).Count('\n') + 1;

    private UserErrorException Error(int at, string what)
    {
        var column = at - (at == 0 ? -1 : _text.LastIndexOf('\n', Math.Min(at, _text.Length) - 1));
        return new UserErrorException($"{_file}, line {LineOf(at)}, column {column}: {what}.");
    }
}
