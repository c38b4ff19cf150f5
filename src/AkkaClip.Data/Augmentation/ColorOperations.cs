namespace AkkaClip.Data.Augmentation;

/// <summary>Operations on colours, each value by value as Pillow's ImageEnhance and ImageOps define them.</summary>
internal static class ColorOperations
{
    /// <summary>Factor 0: black; 1: the picture.</summary>
    public static void Brightness(Planes planes, double factor)
    {
        var alpha = (float)factor;
        foreach (ref var value in planes.Values)
            value = Blend(0, value, alpha);
    }

    /// <summary>Factor 0: all of the mean grey; 1: the picture.</summary>
    public static void Contrast(Planes planes, double factor)
    {
        var sum = 0L;
        for (var i = 0; i < planes.Area; i++)
            sum += Grey(planes, i);
        var mean = (byte)(((double)sum / planes.Area) + 0.5);
        var alpha = (float)factor;
        foreach (ref var value in planes.Values)
            value = Blend(mean, value, alpha);
    }

    /// <summary>Factor 0: grey; 1: the picture.</summary>
    public static void Saturation(Planes planes, double factor)
    {
        var alpha = (float)factor;
        for (var i = 0; i < planes.Area; i++)
        {
            var grey = Grey(planes, i);
            for (var channel = 0; channel < 3; channel++)
                planes[channel][i] = Blend(grey, planes[channel][i], alpha);
        }
    }

    /// <summary>Factor 0: smoothed by a 3 x 3 kernel of 1 and, in the middle, 5; 1: the picture. The edges stay.</summary>
    /// <param name="planes">The picture.</param>
    /// <param name="factor">See above.</param>
    /// <param name="scratch">[s, s].</param>
    public static void Sharpness(Planes planes, double factor, Span<byte> scratch)
    {
        var (size, alpha) = (planes.Size, (float)factor);
        for (var channel = 0; channel < 3; channel++)
        {
            var plane = planes[channel];
            plane.CopyTo(scratch);
            for (var y = 1; y < size - 1; y++)
            {
                for (var x = 1; x < size - 1; x++)
                {
                    var at = (y * size) + x;
                    var sum = 4 * scratch[at];
                    for (var row = at - size; row <= at + size; row += size)
                        sum += scratch[row - 1] + scratch[row] + scratch[row + 1];
                    plane[at] = Blend((byte)((sum / 13f) + 0.5f), scratch[at], alpha);
                }
            }
        }
    }

    /// <summary>Keeps the highest bits of each value, 0 to 8 of them.</summary>
    public static void Posterize(Planes planes, int bits)
    {
        var mask = (byte)~((1 << (8 - bits)) - 1);
        foreach (ref var value in planes.Values)
            value &= mask;
    }

    /// <summary>Inverts what is not below the threshold.</summary>
    public static void Solarize(Planes planes, double threshold)
    {
        foreach (ref var value in planes.Values)
            value = value < threshold ? value : (byte)(255 - value);
    }

    /// <summary>Stretches each channel so that its darkest value becomes 0 and its brightest 255.</summary>
    public static void AutoContrast(Planes planes)
    {
        for (var channel = 0; channel < 3; channel++)
        {
            var (low, high) = (byte.MaxValue, byte.MinValue);
            foreach (var value in planes[channel])
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            if (high <= low)
                continue;
            var scale = 255.0 / (high - low);
            foreach (ref var value in planes[channel])
                value = (byte)Math.Clamp((int)((value * scale) - (low * scale)), 0, 255);
        }
    }

    /// <summary>Spreads each channel's values so that they are about equally frequent.</summary>
    public static void Equalize(Planes planes)
    {
        Span<int> histogram = stackalloc int[256];
        Span<byte> table = stackalloc byte[256];
        for (var channel = 0; channel < 3; channel++)
        {
            histogram.Clear();
            foreach (var value in planes[channel])
                histogram[value]++;
            var step = (planes.Area - histogram[histogram.LastIndexOfAnyExcept(0)]) / 255;
            if (step == 0)
                continue;
            var sum = step / 2;
            for (var value = 0; value < 256; value++)
            {
                table[value] = (byte)Math.Min(255, sum / step);
                sum += histogram[value];
            }
            foreach (ref var value in planes[channel])
                value = table[value];
        }
    }

    /// <summary>Turns hues, saturation and brightness kept.</summary>
    /// <param name="planes">The picture.</param>
    /// <param name="turn">In turns, [-0.5, 0.5].</param>
    public static void Hue(Planes planes, double turn)
    {
        var red = planes[0];
        var green = planes[1];
        var blue = planes[2];
        for (var i = 0; i < planes.Area; i++)
        {
            double max = Math.Max(red[i], Math.Max(green[i], blue[i])), min = Math.Min(red[i], Math.Min(green[i], blue[i]));
            var chroma = max - min;
            if (chroma == 0)
                continue;
            var sixths = max == red[i] ? (green[i] - blue[i]) / chroma
                : max == green[i] ? 2 + ((blue[i] - red[i]) / chroma)
                : 4 + ((red[i] - green[i]) / chroma);
            var hue = sixths + (turn * 6);
            (red[i], green[i], blue[i]) = (Channel(hue, 5), Channel(hue, 3), Channel(hue, 1));

            byte Channel(double h, int n)
            {
                var k = (((n + h) % 6) + 6) % 6;
                return (byte)Math.Round(max - (chroma * Math.Clamp(Math.Min(k, 4 - k), 0, 1)));
            }
        }
    }

    /// <summary>ITU-R 601-2 luma, in Pillow's fixed point.</summary>
    private static byte Grey(Planes planes, int i) => (byte)(((planes[0][i] * 19595) + (planes[1][i] * 38470) + (planes[2][i] * 7471) + 0x8000) >> 16);

    /// <summary>On the line from one value to another, and beyond either; towards zero.</summary>
    private static byte Blend(byte from, byte to, float alpha) => (byte)Math.Clamp(from + (alpha * (to - from)), 0f, 255f);
}
