using AkkaClip.Model.Configs;
using AkkaClip.Model.Towers;

namespace AkkaClip.Model.Tests.Towers;

public sealed class TextChunkingTests
{
    private const int End = 99;

    private static readonly TextConfig Config = new() { ContextLength = 12, VocabSize = 100, Width = 8, Heads = 1, Layers = 1 };

    [Fact]
    public void Every_text_is_in_one_chunk_that_holds_its_end_token()
    {
        int[] lengths = [3, 12, 5, 5, 7, 3, 12, 4, 1];
        var chunks = TextChunking.Plan(Texts(lengths), Config, trim: true);
        Assert.Equal(Enumerable.Range(0, lengths.Length), chunks.SelectMany(chunk => chunk.Rows).Order());
        foreach (var chunk in chunks)
        {
            Assert.Equal(chunk.Rows.Select(row => lengths[row] - 1), chunk.Pooled);
            Assert.Equal(chunk.Pooled.Max() + 1, chunk.Length);
        }
    }

    [Fact]
    public void Many_short_texts_are_not_computed_at_the_length_of_a_long_one()
    {
        var chunks = TextChunking.Plan(Texts([.. Enumerable.Repeat(3, 100), 12]), Config, trim: true);
        Assert.Equal([3, 12], chunks.Select(chunk => chunk.Length));
    }

    [Fact]
    public void A_few_tokens_are_no_reason_for_another_chunk() =>
        Assert.Single(TextChunking.Plan(Texts([3, 4, 5, 6]), Config, trim: true));

    [Fact]
    public void The_first_of_several_end_tokens_counts()
    {
        var tokens = new int[Config.ContextLength];
        (tokens[2], tokens[5]) = (End, End);
        var chunk = Assert.Single(TextChunking.Plan(new TextInput(tokens, 1), Config, trim: true));
        Assert.Equal((3, 2), (chunk.Length, chunk.Pooled[0]));
    }

    [Theory]
    [InlineData(false, TextPooling.EndToken, false)]
    [InlineData(true, TextPooling.EndToken, true)]
    [InlineData(true, TextPooling.Last, false)]
    public void Texts_stay_whole_where_cutting_is_not_exact_or_not_wanted(bool trim, TextPooling pooling, bool bidirectional)
    {
        var config = Config with { Pooling = pooling, NoCausalMask = bidirectional };
        var chunk = Assert.Single(TextChunking.Plan(Texts([3, 4]), config, trim));
        Assert.Equal(Config.ContextLength, chunk.Length);
        Assert.Equal(pooling == TextPooling.Last ? [11, 11] : [2, 3], chunk.Pooled);
    }

    private static TextInput Texts(int[] lengths)
    {
        var tokens = new int[lengths.Length * Config.ContextLength];
        for (var row = 0; row < lengths.Length; row++)
        {
            for (var position = 0; position < lengths[row]; position++)
                tokens[(row * Config.ContextLength) + position] = position == lengths[row] - 1 ? End : 7;
        }

        return new TextInput(tokens, lengths.Length);
    }
}
