using System.Globalization;
using System.Text;

namespace AkkaClip.Data.Text;

/// <summary>
/// Cuts cleaned text into words as CLIP does: the specials, English contractions ('s 't 're 've 'm 'll 'd), runs of letters,
/// single numbers, runs of anything else but white space.
/// </summary>
internal ref struct WordScanner(ReadOnlySpan<char> text)
{
    private enum Kind : byte { Other, Space, Letter, Number }

    // The start and end tokens as OpenCLIP and as OpenAI write them; captions can contain them.
    private static readonly string[] StartNames = ["<start_of_text>", "<|startoftext|>"];
    private static readonly string[] EndNames = ["<end_of_text>", "<|endoftext|>"];
    private static readonly Kind[] Kinds = KindsOfBasicPlane();

    private readonly ReadOnlySpan<char> _text = text;
    private int _position;

    /// <summary>The word found last.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    public readonly bool IsStartToken => IsOneOf(Current, StartNames);

    public readonly bool IsEndToken => IsOneOf(Current, EndNames);

    public bool MoveNext()
    {
        while (_position < _text.Length && Kinds[_text[_position]] == Kind.Space)
            _position++;
        if (_position == _text.Length)
            return false;

        var length = LengthOfWord(_text[_position..]);
        Current = _text.Slice(_position, length);
        _position += length;
        return true;
    }

    private static int LengthOfWord(ReadOnlySpan<char> rest)
    {
        if (rest[0] == '<' && LengthOfSpecial(rest) is > 0 and var special)
            return special;
        if (rest[0] == '\'' && LengthOfContraction(rest) is > 0 and var contraction)
            return contraction;

        var kind = KindAt(rest, 0, out var length);
        if (kind == Kind.Number)
            return length;

        while (length < rest.Length && KindAt(rest, length, out var step) == kind)
            length += step;
        return length;
    }

    private static int LengthOfSpecial(ReadOnlySpan<char> rest)
    {
        foreach (var names in (ReadOnlySpan<string[]>)[StartNames, EndNames])
        {
            foreach (var name in names)
            {
                if (rest.StartsWith(name, StringComparison.Ordinal))
                    return name.Length;
            }
        }

        return 0;
    }

    // The long s folds to s where case is ignored, and lower case keeps it.
    private static int LengthOfContraction(ReadOnlySpan<char> rest) => rest switch
    {
        ['\'', 's' or 'ſ' or 't' or 'm' or 'd', ..] => 2,
        ['\'', 'r' or 'v', 'e', ..] or ['\'', 'l', 'l', ..] => 3,
        _ => 0,
    };

    private static bool IsOneOf(ReadOnlySpan<char> word, string[] names)
    {
        if (word[0] != '<')
            return false;

        foreach (var name in names)
        {
            if (word.SequenceEqual(name))
                return true;
        }

        return false;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        if (!char.IsSurrogate(text[index]))
            return Kinds[text[index]];
        if (Rune.DecodeFromUtf16(text[index..], out var rune, out length) != System.Buffers.OperationStatus.Done)
            return Kind.Other;
        return KindOf(Rune.GetUnicodeCategory(rune), isSpace: false);
    }

    private static Kind[] KindsOfBasicPlane()
    {
        var kinds = new Kind[char.MaxValue + 1];
        for (var i = 0; i < kinds.Length; i++)
            kinds[i] = KindOf(char.GetUnicodeCategory((char)i), char.IsWhiteSpace((char)i));
        return kinds;
    }

    private static Kind KindOf(UnicodeCategory category, bool isSpace) => category switch
    {
        _ when isSpace => Kind.Space,
        <= UnicodeCategory.OtherLetter => Kind.Letter,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
        _ => Kind.Other,
    };
}
