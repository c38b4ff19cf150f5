using System.Collections.Immutable;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Data.Generation;

/// <summary>Draws the attributes of a picture of a given class; all but the class are nuisance to a classifier.</summary>
internal static class SceneSampler
{
    private const double MaxAngle = 0.25;
    private const double Margin = 0.02;
    private const int MaxPlacings = 64;

    public static Scene Draw(Combination combination, CounterRandom random)
    {
        var count = random.NextDouble() switch { < 0.7 => 1, < 0.88 => 2, _ => 3 };
        var size = (SizeKind)random.NextInt(count == 1 ? 3 : 2);
        return new Scene
        {
            Class = combination,
            Texture = random.NextBool(0.4) ? TextureKind.Plain : (TextureKind)(1 + random.NextInt(3)),
            Size = size,
            HasDarkBackground = random.NextBool(0.5),
            Shapes = Place(count, size, random),
        };
    }

    private static ImmutableArray<PlacedShape> Place(int count, SizeKind size, CounterRandom random)
    {
        var (smallest, largest) = size switch
        {
            SizeKind.Small => (0.13, 0.16),
            SizeKind.Medium => (0.19, 0.23),
            _ => (0.28, 0.34),
        };
        var placed = ImmutableArray.CreateBuilder<PlacedShape>(count);
        for (var attempt = 0; placed.Count < count; attempt++)
        {
            // Shapes stand apart; where chance has blocked the room, begin anew.
            if (attempt % MaxPlacings == MaxPlacings - 1)
                placed.Clear();

            var radius = random.NextDouble(smallest, largest);
            var shape = new PlacedShape(
                random.NextDouble(radius + Margin, 1 - radius - Margin),
                random.NextDouble(radius + Margin, 1 - radius - Margin),
                radius,
                random.NextDouble(-MaxAngle, MaxAngle));
            if (placed.All(other => double.Hypot(other.X - shape.X, other.Y - shape.Y) > other.Radius + shape.Radius))
                placed.Add(shape);
        }

        return placed.MoveToImmutable();
    }
}
