using System.Collections.Concurrent;

namespace AkkaClip.Data.Text.BytePairs;

/// <summary>The tokens of words met before. Bounded: it starts again when full, and keeps no long words.</summary>
internal sealed class WordCache
{
    public const int MaxWords = 1 << 17;
    public const int MaxWordChars = 32;

    private readonly ConcurrentDictionary<string, int[]> words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> byText;
    private int count;

    public WordCache() => byText = words.GetAlternateLookup<ReadOnlySpan<char>>();

    public bool TryGet(ReadOnlySpan<char> word, out int[] tokens) => byText.TryGetValue(word, out tokens!);

    public void Add(ReadOnlySpan<char> word, int[] tokens)
    {
        if (word.Length > MaxWordChars || !byText.TryAdd(word, tokens))
            return;

        if (Interlocked.Increment(ref count) > MaxWords)
        {
            words.Clear();
            Interlocked.Exchange(ref count, 0);
        }
    }
}
