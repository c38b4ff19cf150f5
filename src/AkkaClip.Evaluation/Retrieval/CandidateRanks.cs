using AkkaClip.Evaluation.Embeddings;

namespace AkkaClip.Evaluation.Retrieval;

/// <summary>
/// Where the right answer stands among all candidates, for every query. Two passes over blocks, and never a matrix of all scores:
/// memory is that of the embeddings.
/// </summary>
/// <remarks>
/// Of candidates with equal scores the one of lower index comes first, right or wrong. So a model that gives every input the same
/// embedding scores as chance does, and not 100%.
/// </remarks>
public static class CandidateRanks
{
    private const int QueriesABlock = 64;
    private const int CandidatesABlock = 256;

    /// <summary>The rank of the best-placed right answer of every query, 0 = first.</summary>
    /// <param name="queries">[q, d].</param>
    /// <param name="candidates">[n, d].</param>
    /// <param name="answers">For every query the indices of its right candidates, one or more.</param>
    /// <param name="threads">0: one a core.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The widths differ, or a query has no answer.</exception>
    public static int[] Compute(
        EmbeddingTable queries, EmbeddingTable candidates, IReadOnlyList<IReadOnlyList<int>> answers, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(answers);
        if (queries.Width != candidates.Width)
            throw new ArgumentException($"queries are {queries.Width} wide, candidates {candidates.Width}", nameof(candidates));
        if (answers.Count != queries.Count || answers.Any(answer => answer.Count == 0))
            throw new ArgumentException($"{queries.Count} queries need an answer each", nameof(answers));

        var ranks = new int[queries.Count];
        var numBlocks = (queries.Count + QueriesABlock - 1) / QueriesABlock;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, numBlocks, parallel, block =>
        {
            var first = block * QueriesABlock;
            RankBlock(queries, first, candidates, answers, ranks.AsSpan(first, Math.Min(QueriesABlock, queries.Count - first)));
        });
        return ranks;
    }

    private static void RankBlock(
        EmbeddingTable queries, int firstQuery, EmbeddingTable candidates, IReadOnlyList<IReadOnlyList<int>> answers, Span<int> ranks)
    {
        var best = new (float Score, int Index)[ranks.Length];
        for (var i = 0; i < best.Length; i++)
            best[i] = BestAnswer(queries[firstQuery + i], candidates, answers[firstQuery + i]);

        Span<float> scores = stackalloc float[CandidatesABlock];
        for (var first = 0; first < candidates.Count; first += CandidatesABlock)
        {
            var count = Math.Min(CandidatesABlock, candidates.Count - first);
            for (var i = 0; i < best.Length; i++)
            {
                ScoreKernel.Score(queries[firstQuery + i], candidates.Rows(first, count), scores[..count]);
                ranks[i] += CountBefore(best[i], scores[..count], first);
            }
        }
    }

    private static (float Score, int Index) BestAnswer(ReadOnlySpan<float> query, EmbeddingTable candidates, IReadOnlyList<int> answers)
    {
        var best = (Score: float.NegativeInfinity, Index: int.MaxValue);
        foreach (var answer in answers)
        {
            var score = ScoreKernel.Score(query, candidates[answer]);
            if (score > best.Score || (score == best.Score && answer < best.Index))
                best = (score, answer);
        }

        return best;
    }

    private static int CountBefore((float Score, int Index) best, ReadOnlySpan<float> scores, int firstIndex)
    {
        var count = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] > best.Score || (scores[i] == best.Score && firstIndex + i < best.Index))
                count++;
        }

        return count;
    }
}
