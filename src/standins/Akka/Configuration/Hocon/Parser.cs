#nullable disable // As in the genuine package, whose signatures carry no nullability.

namespace Akka.Configuration.Hocon;

/// <summary>Recursive descent over HOCON text, as lenient and as strict as the parser of Akka.NET 1.5.</summary>
/// <remarks>
/// Lenient: a missing last brace, brackets where a key is expected, and an assignment without a key are passed over; an
/// unterminated string ends with the text. One deliberate difference: a character in an array that starts no value is an
/// unknown token here, while the genuine parser never comes back from it.
/// </remarks>
public class Parser
{
    private readonly List<HoconSubstitution> _substitutions = [];
    private readonly HoconReader _reader;
    private readonly Func<string, HoconRoot> _includeCallback;

    private Parser(string text, Func<string, HoconRoot> includeCallback)
    {
        _reader = new HoconReader(text);
        _includeCallback = includeCallback;
    }

    /// <param name="text">The text.</param>
    /// <param name="includeCallback">Gives the parsed text behind the name of an <c>include "name"</c>.</param>
    public static HoconRoot Parse(string text, Func<string, HoconRoot> includeCallback) => new Parser(text, includeCallback).ParseText();

    private HoconRoot ParseText()
    {
        var root = new HoconValue();
        ParseObject(root, oneKey: false, path: "");

        var config = root.ToConfig();
        foreach (var substitution in _substitutions)
            substitution.ResolvedValue = config.GetValue(substitution.Path) ?? throw new FormatException($"Unresolved substitution: {substitution.Path}");
        return new HoconRoot(root, _substitutions);
    }

    /// <param name="owner">Becomes an object, or stays the one it is and takes more keys.</param>
    /// <param name="oneKey">Stop behind one key: the rest of a dotted path.</param>
    /// <param name="path">Where the owner is.</param>
    private void ParseObject(HoconValue owner, bool oneKey, string path)
    {
        if (!owner.IsObject())
            owner.NewValue(new HoconObject());
        var members = owner.GetObject();

        while (!_reader.AtEnd)
        {
            var (token, name) = ReadToken();
            switch (token)
            {
                case HoconToken.Include:
                    Include(members, name, path);
                    break;
                case HoconToken.Key:
                    ParseKeyContent(members.GetOrCreateKey(name), path.Length == 0 ? name : $"{path}.{name}");
                    if (oneKey)
                        return;
                    break;
                case HoconToken.ObjectEnd:
                    return;
            }
        }
    }

    private void Include(HoconObject members, string name, string path)
    {
        var included = _includeCallback(name);
        foreach (var substitution in included.Substitutions)
        {
            substitution.Path = $"{path}.{substitution.Path}";
            _substitutions.Add(substitution);
        }
        members.Merge(included.Value.GetObject());
    }

    private void ParseKeyContent(HoconValue value, string path)
    {
        while (!_reader.AtEnd)
        {
            switch (ReadToken().Token)
            {
                case HoconToken.Dot:
                    ParseObject(value, oneKey: true, path);
                    return;
                case HoconToken.ObjectStart:
                    ParseObject(value, oneKey: false, path);
                    return;
                case HoconToken.Assign:
                    // Objects are merged; anything else is replaced.
                    if (!value.IsObject())
                        value.Clear();
                    ParseValue(value, path);
                    return;
            }
        }
    }

    private void ParseValue(HoconValue owner, string path)
    {
        if (_reader.AtEnd)
            throw new FormatException("End of file reached while trying to read a value");

        _reader.SkipWhitespaceAndComments();
        while (_reader.IsValue)
        {
            ParsePiece(owner, path);
            if (_reader.IsBlank)
                owner.AppendValue(new HoconLiteral { Value = _reader.ReadBlanks() });
        }
        if (_reader.Current == ',')
            _reader.Advance();
    }

    private void ParsePiece(HoconValue owner, string path)
    {
        if (_reader.Current == '{')
        {
            _reader.Advance();
            ParseObject(owner, oneKey: false, path);
        }
        else if (_reader.Current == '[')
        {
            _reader.Advance();
            owner.AppendValue(ParseArray(path));
        }
        else if (_reader.IsSubstitution)
        {
            var substitution = new HoconSubstitution(_reader.ReadSubstitution());
            _substitutions.Add(substitution);
            owner.AppendValue(substitution);
        }
        else
        {
            var text = _reader.IsTripleQuote ? _reader.ReadTripleQuoted() : _reader.Current == '"' ? _reader.ReadQuoted() : _reader.ReadText();
            if (owner.IsObject())
                owner.Clear();
            owner.AppendValue(new HoconLiteral { Value = text });
        }
    }

    private HoconArray ParseArray(string path)
    {
        var array = new HoconArray();
        while (!_reader.AtEnd && _reader.Current != ']')
        {
            if (!_reader.IsValue && !char.IsWhiteSpace(_reader.Current) && !_reader.IsComment && _reader.Current != ',')
                throw _reader.UnknownToken();
            var item = new HoconValue();
            ParseValue(item, path);
            array.Add(item);
            _reader.SkipWhitespaceAndComments();
        }
        _reader.Advance();
        return array;
    }

    /// <summary>The next token where a key is expected. The order of the questions decides what overlapping forms mean.</summary>
    private (HoconToken Token, string Name) ReadToken()
    {
        _reader.SkipWhitespaceAndComments();
        if (_reader.Current is '.' or '{' or '}' || _reader.IsAssignment)
            return (ReadMark(), null);
        if (_reader.IsInclude)
            return (HoconToken.Include, _reader.ReadInclude());
        if (_reader.Current == '"')
            return (HoconToken.Key, _reader.ReadQuoted());
        if (_reader.IsKeyStart)
            return (HoconToken.Key, _reader.ReadKey());
        return _reader.Current is '[' or ']' || _reader.AtEnd ? (ReadMark(), null) : throw _reader.UnknownToken();
    }

    private HoconToken ReadMark()
    {
        var mark = _reader.Current;
        _reader.Advance();
        return mark switch
        {
            '.' => HoconToken.Dot,
            '{' => HoconToken.ObjectStart,
            '}' => HoconToken.ObjectEnd,
            '=' or ':' => HoconToken.Assign,
            _ => HoconToken.Ignored,
        };
    }
}
