using AkkaClip.Core.Sampling;
using AkkaClip.Evaluation.Embeddings;
using AkkaClip.Evaluation.Retrieval;

namespace AkkaClip.Evaluation.Tests.Retrieval;

public sealed class CandidateRanksTests
{
    [Theory]
    [InlineData(3, 5, 1)]
    [InlineData(130, 700, 1)]
    [InlineData(65, 257, 3)]
    public void Ranks_equal_those_of_a_full_sort(int numQueries, int numCandidates, int answersEach)
    {
        const int Width = 24;
        var queries = Draw(numQueries, Width, 1);
        var candidates = Draw(numCandidates, Width, 2);
        var random = CounterRandom.For(3, RandomPurpose.GeneratedData);
        int[][] answers = [.. Enumerable.Range(0, numQueries).Select(_ => Enumerable.Range(0, answersEach).Select(_ => random.NextInt(numCandidates)).ToArray())];

        var ranks = CandidateRanks.Compute(queries, candidates, answers, threads: 2);

        for (var query = 0; query < numQueries; query++)
        {
            var order = Enumerable.Range(0, numCandidates).OrderByDescending(candidate => Dot(queries[query], candidates[candidate])).ToList();
            Assert.Equal(answers[query].Min(order.IndexOf), ranks[query]);
        }
    }

    [Fact]
    public void A_model_that_gives_everything_the_same_embedding_scores_as_chance_does()
    {
        const int Count = 200;
        var same = EmbeddingTable.Normalize([.. Enumerable.Repeat(0.3f, Count * 8)], 8);

        var score = RetrievalScore.Compute(same, same, [.. Enumerable.Range(0, Count)]);

        Assert.Equal(10.0 / Count, score.ImageRecall(10));
        Assert.Equal(10.0 / Count, score.TextRecall(10));
    }

    [Fact]
    public void Missing_answers_and_unequal_widths_are_refused()
    {
        var table = Draw(4, 8, 1);
        Assert.Throws<ArgumentException>(() => CandidateRanks.Compute(table, table, [[0], [1], [2], []]));
        Assert.Throws<ArgumentException>(() => CandidateRanks.Compute(table, table, [[0]]));
        Assert.Throws<ArgumentException>(() => CandidateRanks.Compute(table, Draw(4, 9, 1), [[0], [1], [2], [3]]));
    }

    [Fact]
    public void Cancelling_ends_the_work()
    {
        var table = Draw(300, 8, 1);
        Assert.ThrowsAny<OperationCanceledException>(() => RetrievalScore.Compute(table, table, [.. Enumerable.Range(0, 300)], cancellation: new CancellationToken(canceled: true)));
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }

    private static EmbeddingTable Draw(int rows, int width, long seed)
    {
        var random = CounterRandom.For(seed, RandomPurpose.GeneratedData);
        return EmbeddingTable.Normalize([.. Enumerable.Range(0, rows * width).Select(_ => (float)random.NextGaussian())], width);
    }
}
