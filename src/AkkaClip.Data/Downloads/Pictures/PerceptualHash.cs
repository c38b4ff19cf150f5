using System.Numerics;
using AkkaClip.Data.Images;

namespace AkkaClip.Data.Downloads.Pictures;

/// <summary>
/// 64 bits that stay nearly the same when a picture is scaled, compressed or brightened: the signs, against their median, of
/// the 8 x 8 lowest frequencies of its 32 x 32 grey version (Zauner 2010, the DCT hash). One a thread.
/// </summary>
public sealed class PerceptualHash
{
    private const int Size = 32;
    private const int Low = 8;

    private static readonly float[,] s_cosines = Cosines();

    private readonly BicubicResizer _resizer = new();
    private readonly byte[] _planes = new byte[3 * Size * Size];
    private readonly float[] _grey = new float[Size * Size];
    private readonly float[] _columns = new float[Size * Low];
    private readonly float[] _low = new float[Low * Low];
    private readonly float[] _sorted = new float[Low * Low];

    public ulong Of(RgbImage image)
    {
        _resizer.Resize(image, EvaluationTransform.Plan(image.Width, image.Height, Size, Core.Runs.ResizeKind.Squash), Size, _planes);
        const int Plane = Size * Size;
        for (var i = 0; i < Plane; i++)
            _grey[i] = (0.299f * _planes[i]) + (0.587f * _planes[Plane + i]) + (0.114f * _planes[(2 * Plane) + i]);
        Transform();
        _low.CopyTo(_sorted, 0);
        Array.Sort(_sorted);
        var median = (_sorted[(Low * Low / 2) - 1] + _sorted[Low * Low / 2]) / 2;
        var hash = 0UL;
        for (var i = 0; i < Low * Low; i++)
        {
            if (_low[i] > median)
                hash |= 1UL << i;
        }
        return hash;
    }

    /// <summary>In how many of 64 bits two pictures differ; below 8 they are nearly always the same picture.</summary>
    public static int Distance(ulong first, ulong second) => BitOperations.PopCount(first ^ second);

    private void Transform()
    {
        for (var y = 0; y < Size; y++)
        {
            for (var u = 0; u < Low; u++)
            {
                var sum = 0f;
                for (var x = 0; x < Size; x++)
                    sum += s_cosines[u, x] * _grey[(y * Size) + x];
                _columns[(y * Low) + u] = sum;
            }
        }
        for (var v = 0; v < Low; v++)
        {
            for (var u = 0; u < Low; u++)
            {
                var sum = 0f;
                for (var y = 0; y < Size; y++)
                    sum += s_cosines[v, y] * _columns[(y * Low) + u];
                _low[(v * Low) + u] = sum;
            }
        }
    }

    private static float[,] Cosines()
    {
        var cosines = new float[Low, Size];
        for (var u = 0; u < Low; u++)
        {
            for (var x = 0; x < Size; x++)
                cosines[u, x] = (float)Math.Cos(Math.PI * u * ((2 * x) + 1) / (2 * Size));
        }
        return cosines;
    }
}
