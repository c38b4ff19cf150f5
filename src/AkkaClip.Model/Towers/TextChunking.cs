using AkkaClip.Model.Configs;

namespace AkkaClip.Model.Towers;

/// <summary>
/// Cuts texts at their end token and groups them by length. Exact: under a causal mask nothing behind the pooled token
/// reaches it.
/// </summary>
public static class TextChunking
{
    /// <summary>What starting another chunk costs, in tokens of one more text: launches, and narrower matrix products.</summary>
    private const int ChunkOverheadTokens = 64;

    /// <param name="trim">Cut texts at their pooled token; ignored where that would not be exact.</param>
    public static IReadOnlyList<TextChunk> Plan(TextInput input, TextConfig config, bool trim)
    {
        var pooled = PooledPositions(input, config);
        var rows = Enumerable.Range(0, input.Count).ToArray();
        if (!trim || !config.CanTrim)
            return [new TextChunk(rows, config.ContextLength, pooled)];

        // Sorting is stable by row, so that equal inputs are computed in equal order.
        Array.Sort(rows, (a, b) => pooled[a] != pooled[b] ? pooled[a].CompareTo(pooled[b]) : a.CompareTo(b));
        var chunks = new List<TextChunk>();
        var start = 0;
        foreach (var end in CheapestEnds(Array.ConvertAll(rows, row => pooled[row] + 1)))
        {
            var part = rows[start..end];
            chunks.Add(new TextChunk(part, pooled[part[^1]] + 1, Array.ConvertAll(part, row => pooled[row])));
            start = end;
        }

        return chunks;
    }

    private static int[] PooledPositions(TextInput input, TextConfig config)
    {
        var positions = new int[input.Count];
        for (var row = 0; row < input.Count; row++)
        {
            positions[row] = config.Pooling switch
            {
                TextPooling.First => 0,
                TextPooling.Last => config.ContextLength - 1,
                _ => HighestToken(input.Tokens.Span.Slice(row * config.ContextLength, config.ContextLength)),
            };
        }

        return positions;
    }

    /// <summary>The end token has the highest id of the vocabulary; of equal ones the first counts.</summary>
    private static int HighestToken(ReadOnlySpan<int> tokens)
    {
        var highest = 0;
        for (var position = 1; position < tokens.Length; position++)
        {
            if (tokens[position] > tokens[highest])
                highest = position;
        }

        return highest;
    }

    /// <summary>
    /// Splits ascending lengths where the sum over chunks of (texts * longest + overhead) is least, by dynamic programming
    /// over the places where the length changes.
    /// </summary>
    private static Stack<int> CheapestEnds(int[] lengths)
    {
        var ends = Enumerable.Range(1, lengths.Length).Where(i => i == lengths.Length || lengths[i] != lengths[i - 1]).ToArray();
        var cost = new long[ends.Length + 1];
        var previous = new int[ends.Length + 1];
        for (var last = 1; last <= ends.Length; last++)
        {
            cost[last] = long.MaxValue;
            for (var first = 0; first < last; first++)
            {
                var start = first == 0 ? 0 : ends[first - 1];
                var total = cost[first] + ((long)(ends[last - 1] - start) * lengths[ends[last - 1] - 1]) + ChunkOverheadTokens;
                if (total < cost[last])
                    (cost[last], previous[last]) = (total, first);
            }
        }

        var chosen = new Stack<int>();
        for (var last = ends.Length; last > 0; last = previous[last])
            chosen.Push(ends[last - 1]);
        return chosen;
    }
}
