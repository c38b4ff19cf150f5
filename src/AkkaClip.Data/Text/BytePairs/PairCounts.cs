using System.Text;

namespace AkkaClip.Data.Text.BytePairs;

/// <summary>
/// Counts of neighbouring symbols over all distinct words, kept up to date while pairs are merged: a merge touches only
/// the words that hold the pair.
/// </summary>
internal sealed class PairCounts
{
    private const long MinCount = 2;

    private readonly List<string> _symbols = new(BpeVocabulary.NumByteSymbols);
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<(int[] Symbols, long Count)> _words = [];
    private readonly Dictionary<(int Left, int Right), long> _counts = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> _wordsOfPair = [];

    // Entries go stale as counts change; one is checked when it comes out, and a changed count is put in anew.
    private readonly PriorityQueue<(int Left, int Right), (long Count, string Left, string Right)> _mostFrequent =
        new(Comparer<(long Count, string Left, string Right)>.Create(static (a, b) =>
        {
            var byCount = b.Count.CompareTo(a.Count);
            if (byCount != 0)
                return byCount;
            var byLeft = string.CompareOrdinal(a.Left, b.Left);
            return byLeft != 0 ? byLeft : string.CompareOrdinal(a.Right, b.Right);
        }));

    public PairCounts(IReadOnlyDictionary<string, long> wordCounts)
    {
        // Sorted, so that ids do not depend on the order of the captions.
        foreach (var (word, count) in wordCounts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var bytes = Encoding.UTF8.GetBytes(word);
            var split = new int[bytes.Length];
            for (var i = 0; i < bytes.Length; i++)
                split[i] = IdOf(ByteAlphabet.ToCharacter(bytes[i]) + (i == bytes.Length - 1 ? ByteAlphabet.WordEnd : ""));
            _words.Add((split, count));
            Count(_words.Count - 1, split, count);
        }

        foreach (var pair in _counts.Keys)
            Enqueue(pair);
    }

    /// <summary>Merges the most frequent pair everywhere and returns it; of equal ones the first in ordinal order. Null: none occurs twice.</summary>
    public (string Left, string Right)? MergeMostFrequent()
    {
        while (_mostFrequent.TryDequeue(out var pair, out var entry))
        {
            if (_counts.GetValueOrDefault(pair) != entry.Count)
                continue;
            if (entry.Count < MinCount)
                return null;

            Merge(pair);
            return (entry.Left, entry.Right);
        }

        return null;
    }

    private void Merge((int Left, int Right) pair)
    {
        var merged = IdOf(_symbols[pair.Left] + _symbols[pair.Right]);
        var changed = new HashSet<(int Left, int Right)>();
        foreach (var index in _wordsOfPair[pair].ToArray())
        {
            var (before, count) = _words[index];
            var after = Replace(before, pair, merged);
            if (after.Length == before.Length)
                continue;

            Count(index, before, -count);
            Count(index, after, count);
            _words[index] = (after, count);
            changed.UnionWith(PairsOf(before));
            changed.UnionWith(PairsOf(after));
        }

        _wordsOfPair.Remove(pair);
        _counts.Remove(pair);
        changed.Remove(pair);
        foreach (var other in changed)
            Enqueue(other);
    }

    private void Count(int word, int[] split, long count)
    {
        foreach (var pair in PairsOf(split))
        {
            _counts[pair] = _counts.GetValueOrDefault(pair) + count;
            if (!_wordsOfPair.TryGetValue(pair, out var holders))
                _wordsOfPair.Add(pair, holders = []);
            holders.Add(word);
        }
    }

    private void Enqueue((int Left, int Right) pair)
    {
        if (_counts.GetValueOrDefault(pair) is > 0 and var count)
            _mostFrequent.Enqueue(pair, (count, _symbols[pair.Left], _symbols[pair.Right]));
    }

    private int IdOf(string symbol)
    {
        if (!_ids.TryGetValue(symbol, out var id))
        {
            _ids.Add(symbol, id = _symbols.Count);
            _symbols.Add(symbol);
        }

        return id;
    }

    private static IEnumerable<(int Left, int Right)> PairsOf(int[] split)
    {
        for (var i = 0; i + 1 < split.Length; i++)
            yield return (split[i], split[i + 1]);
    }

    private static int[] Replace(int[] split, (int Left, int Right) pair, int merged)
    {
        var replaced = new List<int>(split.Length);
        for (var i = 0; i < split.Length; i++)
        {
            if (i + 1 < split.Length && split[i] == pair.Left && split[i + 1] == pair.Right)
            {
                replaced.Add(merged);
                i++;
            }
            else
            {
                replaced.Add(split[i]);
            }
        }

        return [.. replaced];
    }
}
