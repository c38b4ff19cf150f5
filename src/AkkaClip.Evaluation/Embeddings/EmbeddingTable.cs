using System.Numerics.Tensors;

namespace AkkaClip.Evaluation.Embeddings;

/// <summary>Embeddings of equal width, [n, d], every row of length 1.</summary>
public sealed class EmbeddingTable
{
    private readonly float[] _values;

    private EmbeddingTable(float[] values, int width)
    {
        _values = values;
        Width = width;
    }

    public int Width { get; }

    public int Count => _values.Length / Width;

    public ReadOnlySpan<float> this[int row] => _values.AsSpan(row * Width, Width);

    internal ReadOnlySpan<float> Rows(int first, int count) => _values.AsSpan(first * Width, count * Width);

    /// <summary>Takes over rows and scales each to length 1.</summary>
    /// <param name="values">[n, d]; not to be used by the caller afterwards.</param>
    /// <param name="width">d, at least 1.</param>
    /// <exception cref="ArgumentException">The values are no whole rows.</exception>
    /// <exception cref="NotFiniteNumberException">A row has no direction: it is zero or not finite. The message names the row.</exception>
    public static EmbeddingTable Normalize(float[] values, int width)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (values.Length % width != 0)
            throw new ArgumentException($"{values.Length} values are no rows of {width}", nameof(values));

        for (var row = 0; row < values.Length / width; row++)
        {
            var span = values.AsSpan(row * width, width);
            var norm = TensorPrimitives.Norm<float>(span);
            if (!float.IsFinite(norm) || norm == 0)
                throw new NotFiniteNumberException($"embedding {row} has length {norm}; the model has diverged");
            TensorPrimitives.Divide(span, norm, span);
        }

        return new EmbeddingTable(values, width);
    }
}
