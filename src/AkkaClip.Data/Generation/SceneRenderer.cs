using AkkaClip.Core.Sampling;

namespace AkkaClip.Data.Generation;

/// <summary>Paints scenes: a tinted gradient with faint bars behind, textured shapes in front, edges antialiased.</summary>
internal sealed class SceneRenderer(int imageSize)
{
    // Points a pixel edge; shapes are sampled on this grid.
    private const int Subpixels = 3;
    private const double DarkToneShare = 0.6;
    private const int NumBars = 2;

    private readonly byte[] _pixels = new byte[imageSize * imageSize * 3];

    /// <summary>The picture, [s, s, 3]; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Render(Scene scene, CounterRandom random)
    {
        PaintBackground(scene.HasDarkBackground, random);
        var color = Jitter(ColorOf(scene.Class.Color), random);
        var stripes = Math.SinCos(random.NextInt(4) * (Math.PI / 4));
        foreach (var shape in scene.Shapes)
            PaintShape(scene, shape, color, stripes);
        return _pixels;
    }

    private void PaintBackground(bool isDark, CounterRandom random)
    {
        var (darkest, lightest) = isDark ? (20, 80) : (175, 235);
        var (from, to) = (DrawGray(), DrawGray());
        var direction = random.NextDouble(0, 2 * Math.PI);
        var (dx, dy) = (Math.Cos(direction) / imageSize, Math.Sin(direction) / imageSize);
        var shadeOfColumn = new double[imageSize];
        var shadeOfRow = new double[imageSize];
        for (var bar = 0; bar < NumBars; bar++)
            DrawBar(random.NextBool(0.5) ? shadeOfColumn : shadeOfRow, random);

        for (var y = 0; y < imageSize; y++)
        {
            for (var x = 0; x < imageSize; x++)
            {
                var share = Math.Clamp(0.5 + ((x - (imageSize / 2)) * dx) + ((y - (imageSize / 2)) * dy), 0, 1);
                var shade = shadeOfColumn[x] + shadeOfRow[y];
                var target = _pixels.AsSpan(((y * imageSize) + x) * 3, 3);
                target[0] = ToByte(from.R + ((to.R - from.R) * share) + shade);
                target[1] = ToByte(from.G + ((to.G - from.G) * share) + shade);
                target[2] = ToByte(from.B + ((to.B - from.B) * share) + shade);
            }
        }

        (double R, double G, double B) DrawGray()
        {
            const double MaxTint = 10;
            var gray = random.NextDouble(darkest, lightest);
            return (gray + random.NextDouble(-MaxTint, MaxTint), gray + random.NextDouble(-MaxTint, MaxTint), gray + random.NextDouble(-MaxTint, MaxTint));
        }
    }

    private static void DrawBar(double[] shades, CounterRandom random)
    {
        var (first, width, shade) = (random.NextInt(shades.Length), 1 + random.NextInt(shades.Length / 6), random.NextDouble(-10, 10));
        for (var i = first; i < Math.Min(first + width, shades.Length); i++)
            shades[i] += shade;
    }

    private void PaintShape(Scene scene, PlacedShape shape, (double R, double G, double B) color, (double Sin, double Cos) stripes)
    {
        var radius = shape.Radius * imageSize;
        var (centerX, centerY) = (shape.X * imageSize, shape.Y * imageSize);
        var (cos, sin) = (Math.Cos(shape.Angle) / radius, Math.Sin(shape.Angle) / radius);
        var lastX = Math.Min(imageSize - 1, (int)(centerX + radius));
        var lastY = Math.Min(imageSize - 1, (int)(centerY + radius));
        for (var y = Math.Max(0, (int)(centerY - radius)); y <= lastY; y++)
        {
            for (var x = Math.Max(0, (int)(centerX - radius)); x <= lastX; x++)
            {
                var (numBright, numDark) = (0, 0);
                for (var part = 0; part < Subpixels * Subpixels; part++)
                {
                    var px = x + (((part % Subpixels) + 0.5) / Subpixels) - centerX;
                    var py = y + (((part / Subpixels) + 0.5) / Subpixels) - centerY;
                    var (u, v) = ((px * cos) + (py * sin), (py * cos) - (px * sin));
                    if (!ShapeGeometry.Contains(scene.Class.Shape, u, v))
                        continue;
                    if (IsDarkTone(scene.Texture, u, v, stripes))
                        numDark++;
                    else
                        numBright++;
                }

                if (numBright + numDark > 0)
                    Blend(x, y, color, (numBright + (numDark * DarkToneShare)) / (Subpixels * Subpixels), numBright + numDark);
            }
        }
    }

    private void Blend(int x, int y, (double R, double G, double B) color, double brightness, int numCovered)
    {
        var uncovered = 1 - (numCovered / (double)(Subpixels * Subpixels));
        var target = _pixels.AsSpan(((y * imageSize) + x) * 3, 3);
        target[0] = ToByte((target[0] * uncovered) + (color.R * brightness));
        target[1] = ToByte((target[1] * uncovered) + (color.G * brightness));
        target[2] = ToByte((target[2] * uncovered) + (color.B * brightness));
    }

    // Textures alternate the colour with a dark tone of it, in the shape's own coordinates.
    private static bool IsDarkTone(TextureKind texture, double u, double v, (double Sin, double Cos) stripes)
    {
        const double Pitch = 0.5;
        switch (texture)
        {
            case TextureKind.Striped:
                var across = ((u * stripes.Cos) + (v * stripes.Sin)) / Pitch;
                return across - Math.Floor(across) < 0.45;
            case TextureKind.Dotted:
                var (du, dv) = (Math.IEEERemainder(u, Pitch), Math.IEEERemainder(v, Pitch));
                return (du * du) + (dv * dv) < 0.16 * 0.16;
            case TextureKind.Checkered:
                return (((int)Math.Floor(u * 2.2) + (int)Math.Floor(v * 2.2)) & 1) == 0;
            default:
                return false;
        }
    }

    private static (double R, double G, double B) ColorOf(ColorKind color) => color switch
    {
        ColorKind.Red => (220, 30, 35),
        ColorKind.Orange => (245, 135, 15),
        ColorKind.Yellow => (245, 225, 30),
        ColorKind.Green => (40, 165, 55),
        ColorKind.Cyan => (45, 205, 215),
        ColorKind.Blue => (35, 70, 215),
        ColorKind.Purple => (125, 40, 170),
        ColorKind.Pink => (250, 120, 185),
        _ => throw new ArgumentOutOfRangeException(nameof(color)),
    };

    private static (double R, double G, double B) Jitter((double R, double G, double B) color, CounterRandom random)
    {
        const double MaxShift = 12;
        return (color.R + random.NextDouble(-MaxShift, MaxShift), color.G + random.NextDouble(-MaxShift, MaxShift), color.B + random.NextDouble(-MaxShift, MaxShift));
    }

    private static byte ToByte(double value) => (byte)Math.Clamp(value + 0.5, 0, 255);
}
