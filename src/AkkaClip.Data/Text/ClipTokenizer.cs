using System.Buffers;
using System.Text;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Text.BytePairs;
using AkkaClip.Data.Text.Cleaning;

namespace AkkaClip.Data.Text;

/// <summary>
/// CLIP's tokenizer: cleaned, lower-cased text, cut into words, each split into the byte pairs of a vocabulary.
/// Ids are those of OpenCLIP's <c>SimpleTokenizer</c>.
/// </summary>
/// <remarks>Safe to use from several threads.</remarks>
public sealed class ClipTokenizer : ITokenizer
{
    /// <summary>Longer texts are cut here before anything else: far behind what any context length keeps, and an attack costs little.</summary>
    public const int MaxTextChars = 16_384;

    private readonly BpeVocabulary _vocabulary;
    private readonly WordMerger _merger;
    private readonly WordCache _cache = new();

    private ClipTokenizer(BpeVocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _merger = new WordMerger(vocabulary);
    }

    /// <inheritdoc/>
    public int VocabularySize => _vocabulary.Size;

    /// <inheritdoc/>
    public int StartToken => VocabularySize - 2;

    /// <inheritdoc/>
    public int EndToken => VocabularySize - 1;

    /// <summary>Opens CLIP's <c>bpe_simple_vocab_16e6.txt.gz</c>, or a vocabulary that <see cref="BpeTrainer"/> wrote.</summary>
    /// <exception cref="DataSourceException">There is no such file, or it is no vocabulary.</exception>
    public static ClipTokenizer Load(string path) => new(BpeVocabulary.Load(path));

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> text, Span<int> ids)
    {
        if (ids.Length < 2)
            throw new ArgumentException($"a context of {ids.Length} has no room for a start and an end token", nameof(ids));

        ids[0] = StartToken;
        var length = 1 + Split(text, ids[1..^1]);
        ids[length] = EndToken;
        ids[(length + 1)..].Clear();
    }

    /// <summary>All tokens of a text, without start, end and padding.</summary>
    public int[] Encode(ReadOnlySpan<char> text)
    {
        // A token takes at least one byte, a char gives at most three; repair makes text longer only by known ligatures and references.
        var ids = ArrayPool<int>.Shared.Rent((4 * Math.Min(text.Length, MaxTextChars)) + 64);
        try
        {
            return ids[..Split(text, ids)];
        }
        finally
        {
            ArrayPool<int>.Shared.Return(ids);
        }
    }

    /// <summary>The text of some tokens; words are apart by spaces, and bytes that are not UTF-8 become U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var id in ids)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(id, nameof(ids));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, VocabularySize, nameof(ids));
            if (id >= StartToken)
            {
                bytes.Write(id == StartToken ? "<start_of_text>"u8 : "<end_of_text>"u8);
                continue;
            }

            foreach (var character in _vocabulary.Symbols[id])
            {
                if (ByteAlphabet.TryGetByte(character, out var value))
                    bytes.Write([value]);
            }
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan).Replace(ByteAlphabet.WordEnd, " ", StringComparison.Ordinal);
    }

    /// <summary>Fills <paramref name="ids"/> as far as it goes; returns the number of tokens written.</summary>
    private int Split(ReadOnlySpan<char> text, Span<int> ids)
    {
        text = CaptionCleaner.Cut(text, MaxTextChars);
        if (!CaptionCleaner.IsPlain(text))
            return SplitCleaned(CaptionCleaner.Clean(text), ids);

        // White space is left as it is: the scanner passes over it.
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            Ascii.ToLower(text, buffer, out var length);
            return SplitCleaned(buffer.AsSpan(0, length), ids);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private int SplitCleaned(ReadOnlySpan<char> text, Span<int> ids)
    {
        var length = 0;
        var words = new WordScanner(text);
        while (length < ids.Length && words.MoveNext())
        {
            var word = words.Current;
            if (words.IsStartToken || words.IsEndToken)
            {
                ids[length++] = words.IsStartToken ? StartToken : EndToken;
                continue;
            }

            if (!_cache.TryGet(word, out var tokens))
                _cache.Add(word, tokens = SplitWord(word));

            var room = Math.Min(tokens.Length, ids.Length - length);
            tokens.AsSpan(0, room).CopyTo(ids[length..]);
            length += room;
        }

        return length;
    }

    private int[] SplitWord(ReadOnlySpan<char> word)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(word.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(word, bytes);
            return _merger.Split(bytes.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
