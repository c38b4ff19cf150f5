using System.Collections.Immutable;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Data.Generation;

/// <summary>Draws the attributes of a picture of a given class; all but the class are nuisance to a classifier.</summary>
internal static class SceneSampler
{
    private const double MaxAngle = 0.05;
    private const double MaxShift = 0.012;
    private const double Margin = 0.005;

    public static Scene Draw(Combination combination, CounterRandom random)
    {
        var count = random.NextDouble() switch { < 0.8 => 1, < 0.92 => 2, _ => 3 };
        var size = (SizeKind)random.NextInt(count == 1 ? 3 : 2);
        return new Scene
        {
            Class = combination,
            Texture = random.NextBool(0.55) ? TextureKind.Plain : (TextureKind)(1 + random.NextInt(3)),
            Size = size,
            HasDarkBackground = random.NextBool(0.5),
            Shapes = Place(count, size, random),
        };
    }

    private static ImmutableArray<PlacedShape> Place(int count, SizeKind size, CounterRandom random)
    {
        var placed = ImmutableArray.CreateBuilder<PlacedShape>(count);
        for (var attempt = 1; placed.Count < count; attempt++)
        {
            // Shapes stand apart; where the first ones leave no room for the next, all are placed anew.
            const int MaxAttempts = 32;
            if (attempt % MaxAttempts == 0)
                placed.Clear();

            var shape = DrawPlace(size, random);
            if (placed.All(other => double.Hypot(other.X - shape.X, other.Y - shape.Y) > other.Radius + shape.Radius))
                placed.Add(shape);
        }

        return placed.MoveToImmutable();
    }

    // One of nine places, a little off. Free places would make a small model spend its short training on learning to see.
    private static PlacedShape DrawPlace(SizeKind size, CounterRandom random)
    {
        var (smallest, largest) = size switch
        {
            SizeKind.Small => (0.14, 0.15),
            SizeKind.Medium => (0.18, 0.19),
            _ => (0.225, 0.235),
        };
        var radius = random.NextDouble(smallest, largest);
        return new PlacedShape(DrawCoordinate(), DrawCoordinate(), radius, random.NextDouble(-MaxAngle, MaxAngle));

        double DrawCoordinate()
        {
            var place = 0.25 * (1 + random.NextInt(3));
            return Math.Clamp(place + random.NextDouble(-MaxShift, MaxShift), radius + Margin, 1 - radius - Margin);
        }
    }
}
