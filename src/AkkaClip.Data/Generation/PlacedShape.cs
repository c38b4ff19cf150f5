namespace AkkaClip.Data.Generation;

/// <summary>Where one shape lies; lengths as shares of the picture's edge, the origin at its upper left.</summary>
/// <param name="X">Centre, 0 to 1.</param>
/// <param name="Y">Centre, 0 to 1.</param>
/// <param name="Radius">Of the circle around the shape.</param>
/// <param name="Angle">Rotation in radians; small, for a turned square is another shape.</param>
internal readonly record struct PlacedShape(double X, double Y, double Radius, double Angle);
