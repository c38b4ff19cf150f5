namespace AkkaClip.Data.Images;

/// <summary>The two passes of the resize without vectors: the definition that the vector ones are tested against.</summary>
internal static class ScalarPasses
{
    private const int Half = 1 << (BicubicKernel.FractionBits - 1);

    /// <param name="source">RGB, from the first column of the first row.</param>
    /// <param name="target">Receives <paramref name="outputs"/> pixels of every row.</param>
    public static void Horizontal(
        ReadOnlySpan<byte> source, int sourceStride, int rows, BicubicKernel kernel, int outputs, Span<byte> target, int stride)
    {
        for (var y = 0; y < rows; y++)
        {
            var from = source[(y * sourceStride)..];
            var to = target.Slice(y * stride, outputs * 3);
            for (var x = 0; x < outputs; x++)
            {
                var pixel = from[(kernel.First(x) * 3)..];
                for (var channel = 0; channel < 3; channel++)
                    to[(x * 3) + channel] = Weigh(pixel[channel..], 3, kernel, x);
            }
        }
    }

    /// <param name="rows">From the first row that the output takes.</param>
    /// <param name="target">Receives <paramref name="rowBytes"/> bytes.</param>
    public static void Vertical(
        ReadOnlySpan<byte> rows, int stride, BicubicKernel kernel, int output, int rowBytes, Span<byte> target)
    {
        for (var x = 0; x < rowBytes; x++)
            target[x] = Weigh(rows[x..], stride, kernel, output);
    }

    private static byte Weigh(ReadOnlySpan<byte> values, int step, BicubicKernel kernel, int output)
    {
        var high = kernel.High(output);
        var low = kernel.Low(output);
        var sum = Half;
        for (var tap = 0; tap < kernel.Count(output); tap++)
        {
            var shift = (tap & 1) * 16;
            var weight = ((short)(high[tap >> 1] >> shift) << BicubicKernel.LowBits) + (short)(low[tap >> 1] >> shift);
            sum += values[tap * step] * weight;
        }
        return (byte)Math.Clamp(sum >> BicubicKernel.FractionBits, 0, 255);
    }
}
