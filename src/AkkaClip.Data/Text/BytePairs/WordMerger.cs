namespace AkkaClip.Data.Text.BytePairs;

/// <summary>Splits one word into the symbols of a vocabulary: the merge of lowest rank first, everywhere, from left to right.</summary>
/// <remarks>O(n log n) in the bytes of a word, so that a megabyte without a space is no trap.</remarks>
internal sealed class WordMerger(BpeVocabulary vocabulary)
{
    /// <param name="word">UTF-8, not empty.</param>
    public int[] Split(ReadOnlySpan<byte> word)
    {
        var symbols = new int[word.Length];
        for (var i = 0; i < word.Length; i++)
            symbols[i] = ByteAlphabet.IdOfByte[word[i]];
        symbols[^1] += 256;

        return word.Length == 1 ? symbols : Merge(symbols);
    }

    // Symbols form a linked list by position; a merged one stays at its left part's position, the right part's becomes Gone.
    private int[] Merge(int[] symbols)
    {
        const int Gone = -1;
        var next = new int[symbols.Length];
        var previous = new int[symbols.Length];
        var candidates = new PriorityQueue<int, (int Rank, int Position)>();
        for (var i = 0; i < symbols.Length; i++)
        {
            next[i] = i + 1;
            previous[i] = i - 1;
        }

        for (var i = 0; i + 1 < symbols.Length; i++)
            Consider(i);

        // Pairs that a round makes wait for its end: all places of one merge come before any other merge.
        var changed = new List<int>();
        while (candidates.TryPeek(out _, out var best))
        {
            changed.Clear();
            while (candidates.TryPeek(out var position, out var candidate) && candidate.Rank == best.Rank)
            {
                candidates.Dequeue();
                if (RankAt(position) != best.Rank)
                    continue;

                var right = next[position];
                symbols[position] = vocabulary.MergedId(best.Rank);
                symbols[right] = Gone;
                next[position] = next[right];
                if (next[right] < symbols.Length)
                    previous[next[right]] = position;
                changed.Add(position);
            }

            foreach (var position in changed)
            {
                Consider(position);
                if (position > 0 && previous[position] >= 0)
                    Consider(previous[position]);
            }
        }

        return Array.FindAll(symbols, symbol => symbol != Gone);

        void Consider(int position)
        {
            if (RankAt(position) is >= 0 and var rank)
                candidates.Enqueue(position, (rank, position));
        }

        int RankAt(int position) =>
            symbols[position] != Gone && next[position] < symbols.Length
            && vocabulary.TryGetRank(symbols[position], symbols[next[position]], out var rank)
                ? rank
                : -1;
    }
}
