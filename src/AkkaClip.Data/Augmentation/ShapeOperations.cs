namespace AkkaClip.Data.Augmentation;

/// <summary>Operations that move pixels: each takes the nearest one, and black where there is none.</summary>
internal static class ShapeOperations
{
    /// <summary>Rows move sideways by this share of their distance from the top.</summary>
    public static void ShearX(Planes planes, double shear, Span<byte> scratch) => Move(planes, scratch, 1, shear, 0, 0, 1, 0);

    /// <summary>Columns move downwards by this share of their distance from the left.</summary>
    public static void ShearY(Planes planes, double shear, Span<byte> scratch) => Move(planes, scratch, 1, 0, 0, shear, 1, 0);

    /// <param name="planes">The picture.</param>
    /// <param name="x">Pixels to the right.</param>
    /// <param name="y">Pixels down.</param>
    /// <param name="scratch">[s, s].</param>
    public static void Translate(Planes planes, int x, int y, Span<byte> scratch) => Move(planes, scratch, 1, 0, -x, 0, 1, -y);

    /// <summary>Around the middle, counter-clockwise.</summary>
    public static void Rotate(Planes planes, double degrees, Span<byte> scratch)
    {
        var (sine, cosine) = Math.SinCos(-degrees * Math.PI / 180);
        var middle = planes.Size / 2.0;
        Move(planes, scratch, cosine, sine, middle - (cosine * middle) - (sine * middle), -sine, cosine, middle + (sine * middle) - (cosine * middle));
    }

    /// <summary>Pixel (x, y) comes from (a x + b y + c, d x + e y + f), both taken at the pixels' middles.</summary>
    private static void Move(Planes planes, Span<byte> scratch, double a, double b, double c, double d, double e, double f)
    {
        var size = planes.Size;
        for (var channel = 0; channel < 3; channel++)
        {
            var plane = planes[channel];
            plane.CopyTo(scratch);
            for (var y = 0; y < size; y++)
            {
                for (var x = 0; x < size; x++)
                {
                    var fromX = (int)Math.Floor((a * (x + 0.5)) + (b * (y + 0.5)) + c);
                    var fromY = (int)Math.Floor((d * (x + 0.5)) + (e * (y + 0.5)) + f);
                    plane[(y * size) + x] = (uint)fromX < (uint)size && (uint)fromY < (uint)size ? scratch[(fromY * size) + fromX] : (byte)0;
                }
            }
        }
    }
}
