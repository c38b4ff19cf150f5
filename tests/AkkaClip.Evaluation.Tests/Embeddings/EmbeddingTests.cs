using AkkaClip.Core.Sampling;
using AkkaClip.Evaluation.Embeddings;

namespace AkkaClip.Evaluation.Tests.Embeddings;

public sealed class EmbeddingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(45)]
    [InlineData(512)]
    public void Scores_are_dot_products(int width)
    {
        var query = Draw(1, width, seed: 1);
        var candidates = Draw(11, width, seed: 2);

        var scores = new float[11];
        ScoreKernel.Score(query, candidates, scores);

        for (var row = 0; row < scores.Length; row++)
        {
            var expected = Enumerable.Range(0, width).Sum(i => (double)query[i] * candidates[(row * width) + i]);
            Assert.Equal(expected, scores[row], 1e-5 * width);
        }
    }

    [Fact]
    public void A_pair_has_the_same_bits_wherever_it_stands()
    {
        const int Width = 37;
        var query = Draw(1, Width, seed: 1);
        var candidate = Draw(1, Width, seed: 2);
        for (var count = 1; count <= 9; count++)
        {
            var scores = new float[count];
            ScoreKernel.Score(query, Enumerable.Repeat(candidate, count).SelectMany(row => row).ToArray(), scores);
            Assert.All(scores, score => Assert.Equal(ScoreKernel.Score(query, candidate), score));
        }
    }

    [Fact]
    public void Rows_are_scaled_to_length_one()
    {
        var table = EmbeddingTable.Normalize([3, 4, 0, -2], 2);

        Assert.Equal([0.6f, 0.8f], table[0].ToArray());
        Assert.Equal([0f, -1f], table[1].ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_row_without_direction_is_refused_by_its_number(float value) =>
        Assert.Contains("embedding 1", Assert.Throws<NotFiniteNumberException>(() => EmbeddingTable.Normalize([1, 0, value, 0], 2)).Message, StringComparison.Ordinal);

    private static float[] Draw(int rows, int width, long seed)
    {
        var random = CounterRandom.For(seed, RandomPurpose.GeneratedData);
        return [.. Enumerable.Range(0, rows * width).Select(_ => (float)random.NextGaussian())];
    }
}
