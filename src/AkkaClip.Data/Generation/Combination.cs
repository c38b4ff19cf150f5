using System.Collections.Immutable;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Data.Generation;

/// <summary>A colour with a shape: the class of a picture.</summary>
internal readonly record struct Combination(ColorKind Color, ShapeKind Shape)
{
    public static ImmutableArray<Combination> All { get; } =
        [.. from color in Enum.GetValues<ColorKind>() from shape in Enum.GetValues<ShapeKind>() select new Combination(color, shape)];

    /// <summary>The class name, as prompts use it: "red circle".</summary>
    public string Name => $"{Words.Of(Color)} {Words.Of(Shape)}";

    /// <summary>
    /// Chooses the combinations that training never shows. They are spread, so that every colour and every shape is met in
    /// training with almost all of its partners: what is held out is the combination alone.
    /// </summary>
    public static ImmutableArray<Combination> ChooseHeldOut(int count, long seed)
    {
        var random = CounterRandom.For(seed, RandomPurpose.GeneratedData, -1);
        var colors = Enum.GetValues<ColorKind>();
        var shapes = Enum.GetValues<ShapeKind>();
        random.Shuffle<ColorKind>(colors);
        random.Shuffle<ShapeKind>(shapes);

        // Diagonals of the shuffled square: each holds every colour and every shape once.
        return
        [
            .. Enumerable.Range(0, count)
                .Select(i => new Combination(colors[(i + (i / shapes.Length)) % colors.Length], shapes[i % shapes.Length]))
                .Order(Comparer<Combination>.Create((a, b) => (a.Color, a.Shape).CompareTo((b.Color, b.Shape)))),
        ];
    }
}
