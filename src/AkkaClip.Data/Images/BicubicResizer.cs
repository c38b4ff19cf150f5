using System.Runtime.Intrinsics.X86;

namespace AkkaClip.Data.Images;

/// <summary>
/// Pillow's antialiased bicubic resize, to the square of planes that a model sees or to another picture: columns first, then
/// rows, rounded to 8 bits after each. Equal to Pillow to the bit. Buffers are kept from picture to picture; one resizer a thread.
/// </summary>
public sealed class BicubicResizer
{
    private readonly BicubicKernel _horizontal = new();
    private readonly BicubicKernel _vertical = new();
    private readonly bool _vectors;
    private byte[] _narrowed = [];
    private byte[] _row = [];

    /// <summary>With vector instructions where the processor has AVX2.</summary>
    public BicubicResizer() : this(Avx2.IsSupported)
    {
    }

    internal BicubicResizer(bool vectors) => _vectors = vectors;

    /// <summary>Carries out the plan.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="plan">A plan made for a picture of this size.</param>
    /// <param name="size">Edge s of the square.</param>
    /// <param name="planar">Receives the square, [3, s, s].</param>
    public void Resize(RgbImage source, in ResizePlan plan, int size, Span<byte> planar)
    {
        Check(source, plan, size, size);
        if (planar.Length != 3 * size * size)
            throw new ArgumentException($"{planar.Length} bytes are not [3, {size}, {size}]", nameof(planar));
        var window = plan.Window;
        if (window.Width < size || window.Height < size)
            planar.Clear();

        var (firstRow, numRows) = RowsNeeded(plan);
        var narrowed = Narrow(source, plan, firstRow, numRows, out var stride);
        EnsureLength(ref _row, (window.Width * 3) + RgbImage.Padding);
        var plane = size * size;
        for (var y = 0; y < window.Height; y++)
        {
            var at = ((plan.Top + y) * size) + plan.Left;
            PlanarWriter.Write(
                Blend(narrowed, stride, firstRow, plan, y),
                planar.Slice(at, window.Width),
                planar.Slice(plane + at, window.Width),
                planar.Slice((2 * plane) + at, window.Width));
        }
        if (plan.Flip)
        {
            for (var row = 0; row < 3 * size; row++)
                planar.Slice(row * size, size).Reverse();
        }
    }

    /// <summary>Carries out the plan, mirroring aside.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="plan">A plan made for a picture of this size.</param>
    /// <param name="target">Of the wanted size; what the plan's window does not cover stays as it is.</param>
    public void Resize(RgbImage source, in ResizePlan plan, RgbImage target)
    {
        Check(source, plan, target.Width, target.Height);
        var window = plan.Window;
        var (firstRow, numRows) = RowsNeeded(plan);
        var narrowed = Narrow(source, plan, firstRow, numRows, out var stride);
        EnsureLength(ref _row, (window.Width * 3) + RgbImage.Padding);
        for (var y = 0; y < window.Height; y++)
        {
            var at = (((plan.Top + y) * target.Width) + plan.Left) * 3;
            Blend(narrowed, stride, firstRow, plan, y)[..(window.Width * 3)].CopyTo(target.Pixels[at..]);
        }
    }

    /// <summary>Prepares the vertical filter; returns which rows of the region it takes.</summary>
    private (int First, int Count) RowsNeeded(in ResizePlan plan)
    {
        if (plan.Height == plan.Region.Height)
            return (plan.Window.Y, plan.Window.Height);
        _vertical.Prepare(plan.Region.Height, plan.Height, plan.Window.Y, plan.Window.Height);
        var last = plan.Window.Height - 1;
        var first = _vertical.First(0);
        return (first, _vertical.First(last) + _vertical.Count(last) - first);
    }

    /// <summary>Resizes the needed rows horizontally; where the width stays as it is, they are the picture's own.</summary>
    /// <param name="stride">Bytes from a row of the result to the next.</param>
    private ReadOnlySpan<byte> Narrow(RgbImage source, in ResizePlan plan, int firstRow, int numRows, out int stride)
    {
        var sourceStride = source.Width * 3;
        var corner = ((plan.Region.Y + firstRow) * sourceStride) + (plan.Region.X * 3);
        if (plan.Width == plan.Region.Width)
        {
            stride = sourceStride;
            return source.PaddedPixels[(corner + (plan.Window.X * 3))..];
        }
        _horizontal.Prepare(plan.Region.Width, plan.Width, plan.Window.X, plan.Window.Width);
        // Vectors write four bytes a pixel, the fourth into what comes next: one byte more than the last pixel needs.
        stride = (plan.Window.Width * 3) + 1;
        EnsureLength(ref _narrowed, checked((stride * numRows) + RgbImage.Padding));
        var pixels = source.PaddedPixels[corner..];
        if (_vectors)
            Avx2Passes.Horizontal(pixels, sourceStride, numRows, _horizontal, plan.Window.Width, _narrowed, stride);
        else
            ScalarPasses.Horizontal(pixels, sourceStride, numRows, _horizontal, plan.Window.Width, _narrowed, stride);
        return _narrowed;
    }

    /// <summary>Row y of the window, RGB; where the height stays as it is, a row of <paramref name="narrowed"/>.</summary>
    private ReadOnlySpan<byte> Blend(ReadOnlySpan<byte> narrowed, int stride, int firstRow, in ResizePlan plan, int y)
    {
        if (plan.Height == plan.Region.Height)
            return narrowed[(y * stride)..];
        var rows = narrowed[((_vertical.First(y) - firstRow) * stride)..];
        if (_vectors)
            Avx2Passes.Vertical(rows, stride, _vertical, y, plan.Window.Width * 3, _row);
        else
            ScalarPasses.Vertical(rows, stride, _vertical, y, plan.Window.Width * 3, _row);
        return _row;
    }

    private static void EnsureLength(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<byte>(length);
    }

    private static void Check(RgbImage source, in ResizePlan plan, int width, int height)
    {
        if (!plan.Region.FitsInto(source.Width, source.Height))
            throw new ArgumentException($"{plan.Region} is no part of a picture of {source.Width} x {source.Height}", nameof(plan));
        if (!plan.Window.FitsInto(plan.Width, plan.Height))
            throw new ArgumentException($"{plan.Window} is no part of {plan.Width} x {plan.Height}", nameof(plan));
        if (!(plan.Window with { X = plan.Left, Y = plan.Top }).FitsInto(width, height))
            throw new ArgumentException($"{plan.Window} at {plan.Left}, {plan.Top} leaves the {width} x {height} of the target", nameof(plan));
    }
}
