using System.IO.Compression;
using System.Text;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Text.BytePairs;

/// <summary>
/// A byte-pair vocabulary: 256 bytes, the same 256 as the end of a word, one symbol a merge, two specials.
/// CLIP's: 256 + 256 + 48,894 + 2 = 49,408.
/// </summary>
/// <remarks>
/// The file is gzip over UTF-8 text: a comment line, then one merge a line, two symbols apart by white space, most frequent first.
/// Of a longer file, as CLIP's own is, the first <see cref="MaxMerges"/> merges count.
/// </remarks>
internal sealed class BpeVocabulary
{
    public const int NumByteSymbols = 512;
    public const int NumSpecials = 2;

    /// <summary>Merges of CLIP's vocabulary.</summary>
    public const int MaxMerges = 49_408 - NumByteSymbols - NumSpecials;

    private const int MaxLineChars = 4096;
    private readonly List<string> _symbols = new(NumByteSymbols + MaxMerges);
    private readonly Dictionary<string, int> _ids = new(NumByteSymbols + MaxMerges);
    private readonly Dictionary<long, int> _ranks = new(MaxMerges);

    private BpeVocabulary()
    {
        foreach (var suffix in (ReadOnlySpan<string>)["", ByteAlphabet.WordEnd])
        {
            foreach (var value in Enumerable.Range(0, 256).OrderBy(value => ByteAlphabet.IdOfByte[value]))
                Add(ByteAlphabet.ToCharacter((byte)value) + suffix);
        }
    }

    /// <summary>The text of every symbol in the byte alphabet, by id; without the specials.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    public int Size => _symbols.Count + NumSpecials;

    /// <summary>The rank of the merge of two symbols, 0 = first; false: they do not merge.</summary>
    public bool TryGetRank(int left, int right, out int rank) => _ranks.TryGetValue(PairOf(left, right), out rank);

    /// <summary>The symbol that a merge makes.</summary>
    public int MergedId(int rank) => _ids[_symbols[NumByteSymbols + rank]];

    /// <exception cref="DataSourceException">The file is absent, not gzip, or no such vocabulary.</exception>
    public static BpeVocabulary Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new DataSourceException(
                path, "there is no such vocabulary", "give the path of bpe_simple_vocab_16e6.txt.gz, or make one by 'akkaclip tokenizer train'");
        }

        try
        {
            using var file = File.OpenRead(path);
            using var text = new GZipStream(file, CompressionMode.Decompress);
            using var reader = new StreamReader(text, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return Read(path, reader);
        }
        catch (Exception failure) when (failure is InvalidDataException or DecoderFallbackException or IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException(
                path, $"not a gzip file of UTF-8 text ({failure.Message})", "give CLIP's vocabulary file as it was published", inner: failure);
        }
    }

    private static BpeVocabulary Read(string path, TextReader reader)
    {
        var vocabulary = new BpeVocabulary();
        var header = ReadLine(path, reader, 1);
        if (header is null || !header.Contains("#version", StringComparison.Ordinal))
            throw Bad(path, 1, "the first line has no '#version'");

        var seen = 0;
        while (seen < MaxMerges && ReadLine(path, reader, seen + 2) is { } line)
        {
            seen++;
            if (line.Length == 0 && reader.Peek() < 0)
                break;

            var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 2)
                throw Bad(path, seen + 1, $"'{Shorten(line)}' is not two symbols");

            vocabulary.AddMerge(path, seen + 1, parts[0], parts[1]);
        }

        return vocabulary;
    }

    private void AddMerge(string path, int line, string left, string right)
    {
        if (!_ids.TryGetValue(left, out var leftId) || !_ids.TryGetValue(right, out var rightId))
            throw Bad(path, line, $"'{Shorten(_ids.ContainsKey(left) ? right : left)}' is made by no line above");

        _ranks[PairOf(leftId, rightId)] = _symbols.Count - NumByteSymbols;
        Add(left + right);
    }

    // A text that two merges make has the id of the later one, as in CLIP's own tokenizer.
    private void Add(string symbol)
    {
        _ids[symbol] = _symbols.Count;
        _symbols.Add(symbol);
    }

    // Bounded, so that a gzip bomb without line breaks costs little.
    private static string? ReadLine(string path, TextReader reader, int line)
    {
        var text = new StringBuilder();
        int next;
        while ((next = reader.Read()) >= 0 && next != '\n')
        {
            if (text.Length == MaxLineChars)
                throw Bad(path, line, $"the line is longer than {MaxLineChars} characters");
            text.Append((char)next);
        }

        return next < 0 && text.Length == 0 ? null : text.ToString().TrimEnd('\r');
    }

    private static long PairOf(int left, int right) => ((long)left << 32) | (uint)right;

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static DataSourceException Bad(string path, int line, string problem) =>
        new(path, $"line {line}: {problem}", "it must be a byte-pair vocabulary in CLIP's format");
}
