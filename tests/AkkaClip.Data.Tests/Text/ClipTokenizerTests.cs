using System.IO.Compression;
using System.Text;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Text;

namespace AkkaClip.Data.Tests.Text;

public sealed class ClipTokenizerTests : IDisposable
{
    private const int ContextLength = 16;

    private readonly string folder = Directory.CreateTempSubdirectory("akkaclip-tokenizer-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_text_gets_start_tokens_end_and_zeros()
    {
        var tokenizer = Load("l o", "lo w</w>");

        var ids = Encode(tokenizer, "Low");

        Assert.Equal(516, tokenizer.VocabularySize);
        Assert.Equal([514, 513, 515], ids[..3]);
        Assert.All(ids[3..], id => Assert.Equal(0, id));
    }

    [Fact]
    public void A_text_that_is_too_long_is_cut_and_keeps_the_end_token_last()
    {
        var tokenizer = Load("l o");

        var ids = Encode(tokenizer, string.Join(' ', Enumerable.Repeat("low", ContextLength)));

        Assert.DoesNotContain(tokenizer.EndToken, ids[..^1]);
        Assert.Equal(tokenizer.EndToken, ids[^1]);
    }

    [Fact]
    public void An_empty_text_is_start_and_end()
    {
        var tokenizer = Load();

        foreach (var empty in (string[])["", "   ", "\t\r\n", "\uFEFF", "\0\u0001"])
            Assert.Equal([tokenizer.StartToken, tokenizer.EndToken, 0], Encode(tokenizer, empty)[..3]);
    }

    [Fact]
    public void The_lowest_rank_merges_first_wherever_it_stands()
    {
        // "bc" ranks before "ab": abc becomes a+bc, not ab+c.
        var tokenizer = Load("b c</w>", "a b", "ab c</w>");

        Assert.Equal("a bc</w>", SymbolsOf(tokenizer, "abc", "b c</w>", "a b", "ab c</w>"));
    }

    [Fact]
    public void Overlapping_places_of_a_merge_are_taken_from_left_to_right() =>
        Assert.Equal("aa a b</w>", SymbolsOf(Load("a a"), "aaab", "a a"));

    [Theory]
    [InlineData("\U0001F600\uD83D")]
    [InlineData("\uDC00 lone")]
    [InlineData("a\u0300\u0301\u0302\u0303")]
    [InlineData("&#0;&#xD800;&#99999999999999999999;&notanentity;&&&#x;")]
    [InlineData("<|startoftext|>'ſ İΣ")]
    public void Odd_text_is_encoded_within_the_vocabulary(string text)
    {
        var tokenizer = Load("a b");

        Assert.All(Encode(tokenizer, text), id => Assert.InRange(id, 0, tokenizer.VocabularySize - 1));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("&amp;")]
    [InlineData("\u0300")]
    [InlineData("Ã©")]
    [InlineData("a ")]
    [InlineData("&")]
    [InlineData("&#x41;<")]
    public void A_caption_of_a_megabyte_costs_no_more_than_its_beginning(string part)
    {
        var tokenizer = Load("a a");
        var huge = string.Concat(Enumerable.Repeat(part, (1 << 20) / part.Length));

        Assert.Equal(Encode(tokenizer, huge[..ClipTokenizer.MaxTextChars]), Encode(tokenizer, huge));
    }

    [Fact]
    public void Many_threads_get_the_same_ids()
    {
        var tokenizer = Load("a b", "b c", "ab c</w>");
        var texts = Enumerable.Range(0, 500).Select(i => $"abc {i} cab bca{i % 7}").ToArray();
        var expected = texts.Select(text => Encode(tokenizer, text)).ToArray();

        var fresh = Load("a b", "b c", "ab c</w>");
        var actual = new int[texts.Length][];
        Parallel.For(0, texts.Length, i => actual[i] = Encode(fresh, texts[i]));

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_context_without_room_is_refused() =>
        Assert.Throws<ArgumentException>(() => Load().Encode("a", new int[1]));

    [Fact]
    public void An_id_outside_the_vocabulary_is_refused()
    {
        var tokenizer = Load();
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([tokenizer.VocabularySize]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([-1]));
    }

    [Theory]
    [InlineData("#version: 0.2\na b c\n", "line 2: 'a b c' is not two symbols")]
    [InlineData("#version: 0.2\na b\nab zz\n", "line 3: 'zz' is made by no line above")]
    [InlineData("a b\n", "line 1: the first line has no '#version'")]
    [InlineData("", "line 1")]
    public void A_foreign_vocabulary_is_refused_with_its_line(string content, string problem)
    {
        var path = Write(content);
        var failure = Assert.Throws<DataSourceException>(() => ClipTokenizer.Load(path));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_broken_vocabulary_file_is_refused()
    {
        Assert.Throws<DataSourceException>(() => ClipTokenizer.Load(Path.Combine(folder, "none.gz")));

        var text = Path.Combine(folder, "plain.gz");
        File.WriteAllText(text, "#version: 0.2\na b\n");
        Assert.Throws<DataSourceException>(() => ClipTokenizer.Load(text));

        var bomb = Write("#version: 0.2\n" + new string('a', 1 << 20));
        Assert.Contains("longer than", Assert.Throws<DataSourceException>(() => ClipTokenizer.Load(bomb)).Message, StringComparison.Ordinal);
    }

    private static int[] Encode(ClipTokenizer tokenizer, string text)
    {
        var ids = new int[ContextLength];
        tokenizer.Encode(text, ids);
        return ids;
    }

    // Ids from 512 on are the merges in the order of the file; below, the letters' own (a = 64) and word-end forms (+ 256).
    private static string SymbolsOf(ClipTokenizer tokenizer, string text, params string[] merges) =>
        string.Join(' ', tokenizer.Encode(text).Select(id => id switch
        {
            >= 512 => merges[id - 512].Replace(" ", "", StringComparison.Ordinal),
            >= 256 => $"{(char)(id - 256 + '!')}</w>",
            _ => $"{(char)(id + '!')}",
        }));

    private ClipTokenizer Load(params string[] merges) =>
        ClipTokenizer.Load(Write("#version: 0.2\n" + string.Concat(merges.Select(merge => merge + "\n"))));

    private string Write(string content)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName());
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write(Encoding.UTF8.GetBytes(content));
        return path;
    }
}
