namespace AkkaClip.Core.Scaling;

/// <summary>What a value lies in with the stated confidence.</summary>
public readonly record struct Interval(double Low, double High)
{
    public double HalfWidth => (High - Low) / 2;

    public bool Contains(double value) => Low <= value && value <= High;

    public static Interval Around(double centre, double halfWidth) => new(centre - halfWidth, centre + halfWidth);
}
