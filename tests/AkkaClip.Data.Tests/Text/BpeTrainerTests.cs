using AkkaClip.Data.Text;

namespace AkkaClip.Data.Tests.Text;

public sealed class BpeTrainerTests : IDisposable
{
    private static readonly string[] Captions =
    [
        "a small red circle on the left", "a large red square", "two red circles", "the small square is blue",
        "a blue circle beside a red square", "Rötliche Kreise, rötliche Quadrate!", "three small circles \U0001F534 \U0001F534",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("akkaclip-bpe-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Merges_are_the_textbook_ones()
    {
        // Pairs by hand: e+r</w> 6+3 = 9, w+e 2+6 = 8, l+o 7. The first merge takes newer's e away, which leaves w+e 2; so l+o is next.
        var trainer = new BpeTrainer();
        foreach (var (word, count) in (ReadOnlySpan<(string, int)>)[("low", 5), ("lowest", 2), ("newer", 6), ("wider", 3)])
        {
            for (var i = 0; i < count; i++)
                trainer.Add(word);
        }

        var tokenizer = Write(trainer.Train(BpeTrainer.MinSize + 2), "textbook.gz");

        Assert.Equal("er", tokenizer.Decode([512]).TrimEnd());
        Assert.Equal("lo", tokenizer.Decode([513]));
    }

    [Fact]
    public void The_order_of_the_captions_does_not_matter()
    {
        Train(Captions, 600).Write(Path.Combine(folder, "a.gz"));
        Train(Captions.Reverse(), 600).Write(Path.Combine(folder, "b.gz"));

        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "a.gz")), File.ReadAllBytes(Path.Combine(folder, "b.gz")));
    }

    [Fact]
    public void Counts_kept_while_merging_equal_counts_taken_anew()
    {
        var merges = new List<string>();
        var words = Captions.SelectMany(caption => caption.Split(' ')).Where(word => word.All(char.IsAsciiLetterLower)).ToList();
        var split = words.Select(word => word.Select((c, i) => i == word.Length - 1 ? $"{c}</w>" : $"{c}").ToList()).ToList();
        for (var round = 0; round < 20; round++)
        {
            // The definition, word by word, with nothing remembered.
            var best = split.SelectMany(symbols => symbols.Zip(symbols.Skip(1))).GroupBy(pair => pair)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key.First, StringComparer.Ordinal).ThenBy(group => group.Key.Second, StringComparer.Ordinal)
                .First().Key;
            merges.Add(best.First + best.Second);
            foreach (var symbols in split)
            {
                for (var i = 0; i + 1 < symbols.Count; i++)
                {
                    if ((symbols[i], symbols[i + 1]) != best)
                        continue;
                    symbols[i] = best.First + best.Second;
                    symbols.RemoveAt(i + 1);
                }
            }
        }

        var tokenizer = Write(Train([string.Join(' ', words)], BpeTrainer.MinSize + merges.Count), "counts.gz");

        Assert.Equal(merges, merges.Select((_, i) => tokenizer.Decode([512 + i]).Replace(" ", "</w>", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_text_survives_encoding_and_decoding_with_the_vocabulary_made()
    {
        var tokenizer = Write(Train(Captions, 700), "own.gz");

        foreach (var text in Captions.Append("words that no caption had 語"))
        {
            var decoded = tokenizer.Decode(tokenizer.Encode(text));
            Assert.Equal(WithoutSpaces(text.ToLowerInvariant()), WithoutSpaces(decoded));
        }
    }

    [Fact]
    public void More_merges_give_fewer_tokens_and_the_size_asked_for()
    {
        var small = Write(Train(Captions, 520), "small.gz");
        var large = Write(Train(Captions, 540), "large.gz");

        Assert.Equal(520, small.VocabularySize);
        Assert.Equal(540, large.VocabularySize);
        Assert.True(large.Encode(Captions[0]).Length < small.Encode(Captions[0]).Length);
    }

    [Fact]
    public void Training_ends_early_when_no_pair_occurs_twice()
    {
        var vocabulary = Train(["abc"], BpeTrainer.MaxSize);
        Assert.Equal(BpeTrainer.MinSize, vocabulary.Size);
    }

    [Fact]
    public void A_size_outside_the_format_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BpeTrainer().Train(BpeTrainer.MinSize - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BpeTrainer().Train(BpeTrainer.MaxSize + 1));
    }

    private static TrainedVocabulary Train(IEnumerable<string> captions, int size)
    {
        var trainer = new BpeTrainer();
        foreach (var caption in captions)
            trainer.Add(caption);
        return trainer.Train(size);
    }

    private ClipTokenizer Write(TrainedVocabulary vocabulary, string name)
    {
        vocabulary.Write(Path.Combine(folder, name));
        return ClipTokenizer.Load(Path.Combine(folder, name));
    }

    private static string WithoutSpaces(string text) => text.Replace(" ", "", StringComparison.Ordinal);
}
