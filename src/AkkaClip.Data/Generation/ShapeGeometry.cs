namespace AkkaClip.Data.Generation;

/// <summary>The shapes within the unit circle; x to the right, y downwards.</summary>
internal static class ShapeGeometry
{
    private const double StarInnerRadius = 0.45;

    // One arm of the star, folded at its axis: a triangle from the centre to the tip and to the notch beside it.
    private const double StarSector = 2 * Math.PI / 5;
    private static readonly (double X, double Y) StarNotch =
        (StarInnerRadius * Math.Cos(StarSector / 2), StarInnerRadius * Math.Sin(StarSector / 2));

    public static bool Contains(ShapeKind shape, double x, double y) => shape switch
    {
        ShapeKind.Circle => IsInDisc(x, y, 0.92),
        ShapeKind.Square => Math.Abs(x) <= 0.78 && Math.Abs(y) <= 0.78,
        ShapeKind.Triangle => y <= 0.72 && Math.Abs(x) <= (y + 1) * 0.56,
        ShapeKind.Star => IsInStar(x, y),
        ShapeKind.Cross => (Math.Abs(x) <= 0.3 && Math.Abs(y) <= 0.92) || (Math.Abs(y) <= 0.3 && Math.Abs(x) <= 0.92),
        ShapeKind.Ring => IsInDisc(x, y, 0.95) && !IsInDisc(x, y, 0.52),
        ShapeKind.Heart => IsInHeart(x * 1.25, (-y * 1.25) + 0.1),
        ShapeKind.Moon => IsInDisc(x, y, 0.95) && !IsInDisc(x - 0.45, y + 0.1, 0.8),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    private static bool IsInDisc(double x, double y, double radius) => (x * x) + (y * y) <= radius * radius;

    private static bool IsInStar(double x, double y)
    {
        // The angle from the upward axis, folded into half an arm.
        var angle = Math.Abs(Math.IEEERemainder(Math.Atan2(x, -y), StarSector));
        var radius = Math.Sqrt((x * x) + (y * y));
        var (along, across) = (radius * Math.Cos(angle), radius * Math.Sin(angle));

        // On the centre's side of the edge from the tip (1, 0) to the notch.
        return ((StarNotch.X - 1) * across) - (StarNotch.Y * (along - 1)) >= 0;
    }

    // (x^2 + y^2 - 1)^3 <= x^2 y^3, y upwards.
    private static bool IsInHeart(double x, double y)
    {
        var excess = (x * x) + (y * y) - 1;
        return excess * excess * excess <= x * x * y * y * y;
    }
}
