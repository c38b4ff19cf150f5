using System.Collections.Immutable;

namespace AkkaClip.Data.Generation;

/// <summary>The words for attributes: the first is the name, which class names use; the others occur in captions now and then.</summary>
internal static class Words
{
    public static string Of(ColorKind color) => Synonyms(color)[0];

    public static string Of(ShapeKind shape) => Synonyms(shape)[0];

    public static string Of(TextureKind texture) => Synonyms(texture)[0];

    public static string Of(SizeKind size) => Synonyms(size)[0];

    public static ImmutableArray<string> Synonyms(ColorKind color) => color switch
    {
        ColorKind.Red => ["red", "scarlet"],
        ColorKind.Orange => ["orange", "tangerine"],
        ColorKind.Yellow => ["yellow", "lemon"],
        ColorKind.Green => ["green", "emerald"],
        ColorKind.Cyan => ["cyan", "turquoise"],
        ColorKind.Blue => ["blue", "navy"],
        ColorKind.Purple => ["purple", "violet"],
        ColorKind.Pink => ["pink", "rose"],
        _ => throw new ArgumentOutOfRangeException(nameof(color)),
    };

    public static ImmutableArray<string> Synonyms(ShapeKind shape) => shape switch
    {
        ShapeKind.Circle => ["circle", "disc"],
        ShapeKind.Square => ["square", "box"],
        ShapeKind.Triangle => ["triangle", "pyramid"],
        ShapeKind.Star => ["star", "five-pointed star"],
        ShapeKind.Cross => ["cross", "plus sign"],
        ShapeKind.Ring => ["ring", "hoop"],
        ShapeKind.Heart => ["heart", "valentine"],
        ShapeKind.Moon => ["moon", "crescent"],
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    public static ImmutableArray<string> Synonyms(TextureKind texture) => texture switch
    {
        TextureKind.Plain => ["plain", "solid"],
        TextureKind.Striped => ["striped", "stripy"],
        TextureKind.Dotted => ["dotted", "spotted"],
        TextureKind.Checkered => ["checkered", "chequered"],
        _ => throw new ArgumentOutOfRangeException(nameof(texture)),
    };

    public static ImmutableArray<string> Synonyms(SizeKind size) => size switch
    {
        SizeKind.Small => ["small", "little", "tiny"],
        SizeKind.Medium => ["medium", "medium-sized"],
        SizeKind.Large => ["large", "big", "huge"],
        _ => throw new ArgumentOutOfRangeException(nameof(size)),
    };

    /// <summary>Where the ninth of the picture lies that holds the shape; column and row from 0 to 2.</summary>
    public static ImmutableArray<string> Place(int column, int row) => (column, row) switch
    {
        (1, 1) => ["in the middle", "in the centre", "at the centre of the picture"],
        (1, 0) => ["at the top", "near the upper edge"],
        (1, 2) => ["at the bottom", "near the lower edge"],
        (0, 1) => ["on the left", "at the left side"],
        (2, 1) => ["on the right", "at the right side"],
        _ => [$"in the {(row == 0 ? "top" : "bottom")} {(column == 0 ? "left" : "right")} corner",
              $"at the {(row == 0 ? "upper" : "lower")} {(column == 0 ? "left" : "right")}"],
    };

    public static ImmutableArray<string> Number(int count) => count switch
    {
        1 => ["one"],
        2 => ["two", "a pair of"],
        3 => ["three", "a group of three"],
        _ => throw new ArgumentOutOfRangeException(nameof(count)),
    };
}
