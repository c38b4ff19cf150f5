using System.Globalization;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Data.Metadata.Generation;

/// <summary>One generated row.</summary>
internal sealed record MetadataRow
{
    private static readonly string[] s_languages = ["en", "en", "en", "en", "de", "fr", "es", "ru", "ja", "zh", "nolang"];
    private static readonly string[] s_licences = ["?", "?", "?", "?", "?", "?", "?", "?", "?", "cc-by 4.0", "cc-by-nc-nd 4.0"];
    private static readonly string[] s_adjectives = ["small", "old", "red", "wooden", "happy", "vintage", "modern", "wild", "bright", "quiet", "wet", "famous"];
    private static readonly string[] s_nouns = ["dog", "cat", "house", "bridge", "mountain", "car", "bicycle", "portrait", "kitchen", "flower", "beach", "tower", "train", "horse", "boat", "street"];
    private static readonly string[] s_places = ["in the park", "at night", "on a table", "by the sea", "in the snow", "for sale", "with friends", "in London", "at sunset", "stock photo"];

    public required string Url { get; init; }
    public required string Text { get; init; }
    public required int Width { get; init; }
    public required int Height { get; init; }
    public required double? Similarity { get; init; }
    public required string Language { get; init; }
    public required string Licence { get; init; }
    public required string? Nsfw { get; init; }
    public required long Hash { get; init; }
    public required float? Watermark { get; init; }
    public required float? Unsafe { get; init; }
    public required float Aesthetic { get; init; }

    public static MetadataRow Make(MetadataOptions options, long number)
    {
        var random = CounterRandom.For(options.Seed, RandomPurpose.GeneratedData, number, 1);
        // One row in fifty shows a picture again that is there already, as crawls do.
        var picture = random.NextBool(0.02) ? number / 2 : number;
        var url = string.Create(CultureInfo.InvariantCulture, $"{options.UrlPrefix}{picture % 1000:D3}/{picture:D12}.jpg");
        var text = $"{Capital(Pick(s_adjectives, random))} {Pick(s_nouns, random)} and {Pick(s_adjectives, random)} {Pick(s_nouns, random)} {Pick(s_places, random)}{(random.NextBool(0.3) ? $" #{random.NextInt(100000)}" : "")}";
        var width = (int)Math.Clamp(Math.Exp(6.2 + 0.6 * random.NextGaussian()), 30, 12000);
        var isScored = !random.NextBool(0.001);
        return new MetadataRow
        {
            Url = url,
            Text = text,
            Width = width,
            Height = (int)Math.Clamp(width * Math.Exp(0.3 * random.NextGaussian()), 30, 12000),
            Similarity = random.NextBool(0.000_01) ? 6016 : 0.26 + Math.Abs(random.NextGaussian()) * 0.05,
            Language = Pick(s_languages, random),
            Licence = Pick(s_licences, random),
            Nsfw = random.NextDouble() switch { < 0.95 => "UNLIKELY", < 0.98 => "UNSURE", < 0.995 => "NSFW", _ => null },
            Hash = LaionHash.Of(url, text),
            Watermark = isScored ? (float)Math.Pow(random.NextDouble(), 3.5) : null,
            Unsafe = isScored ? (float)Math.Pow(random.NextDouble(), 23) : null,
            Aesthetic = (float)Math.Clamp(5 + random.NextGaussian(), 0, 10),
        };
    }

    private static string Pick(string[] words, CounterRandom random) => words[random.NextInt(words.Length)];

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
