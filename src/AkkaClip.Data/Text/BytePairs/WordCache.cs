using System.Collections.Concurrent;

namespace AkkaClip.Data.Text.BytePairs;

/// <summary>The tokens of words met before. Bounded: it starts again when full, and keeps no long words.</summary>
internal sealed class WordCache
{
    public const int MaxWords = 1 << 17;
    public const int MaxWordChars = 32;

    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _byText;
    private int _count;

    public WordCache() => _byText = _words.GetAlternateLookup<ReadOnlySpan<char>>();

    public bool TryGet(ReadOnlySpan<char> word, out int[] tokens) => _byText.TryGetValue(word, out tokens!);

    public void Add(ReadOnlySpan<char> word, int[] tokens)
    {
        if (word.Length > MaxWordChars || !_byText.TryAdd(word, tokens))
            return;

        if (Interlocked.Increment(ref _count) > MaxWords)
        {
            _words.Clear();
            Interlocked.Exchange(ref _count, 0);
        }
    }
}
