using System.Collections.Immutable;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Data.Generation;

/// <summary>Describes a scene in words. A caption names class and number, and of the rest as much as a hurried writer would.</summary>
internal static class CaptionWriter
{
    private const double SynonymShare = 0.06;

    private static readonly ImmutableArray<string> Openings =
    [
        "", "", "", "a picture of ", "an image of ", "a photo of ", "a drawing of ", "there is ", "this shows ", "we see ", "look at ",
    ];

    /// <summary>A caption that names each other attribute three times in ten.</summary>
    public static string Draw(Scene scene, CounterRandom random) => Write(scene, random, detail: 0.3);

    /// <summary>A caption with all attributes, for retrieval.</summary>
    public static string DrawFull(Scene scene, CounterRandom random) => Write(scene, random, detail: 1);

    private static string Write(Scene scene, CounterRandom random, double detail)
    {
        var count = scene.Shapes.Length;
        var words = new List<string>();
        if (random.NextBool(detail))
            words.Add(Choose(Words.Synonyms(scene.Size), random, 0.4));
        if (random.NextBool(detail))
            words.Add(Choose(Words.Synonyms(scene.Texture), random, 0.3));
        words.Add(Choose(Words.Synonyms(scene.Class.Color), random, SynonymShare));
        var shape = Choose(Words.Synonyms(scene.Class.Shape), random, SynonymShare);
        words.Add(count == 1 ? shape : PluralOf(shape));

        var noun = string.Join(' ', words);
        var phrase = count == 1 ? $"{ArticleOf(noun)} {noun}" : $"{Choose(Words.Number(count), random, 0.4)} {noun}";
        if (count == 1 && random.NextBool(detail))
            phrase += " " + Choose(Place(scene.Shapes[0]), random, 0.4);
        if (random.NextBool(detail))
            phrase += scene.HasDarkBackground ? " on a dark background" : " on a light background";

        return Openings[random.NextInt(Openings.Length)] + phrase;
    }

    private static ImmutableArray<string> Place(PlacedShape shape) => Words.Place(Third(shape.X), Third(shape.Y));

    private static int Third(double coordinate) => coordinate switch { < 0.4 => 0, > 0.6 => 2, _ => 1 };

    private static string PluralOf(string noun) => noun + (noun[^1] is 's' or 'x' ? "es" : "s");

    private static string ArticleOf(string noun) => "aeiou".Contains(noun[0], StringComparison.Ordinal) ? "an" : "a";

    private static string Choose(ImmutableArray<string> words, CounterRandom random, double synonymShare) =>
        words.Length > 1 && random.NextBool(synonymShare) ? words[1 + random.NextInt(words.Length - 1)] : words[0];
}
