namespace AkkaClip.Data.Images;

/// <summary>
/// The filter of one direction of a resize: for every output, which inputs it takes and their weights in fixed point.
/// Pillow's arithmetic to the bit: Keys' cubic with a = -0.5, widened by the scale when shrinking, 22 fractional bits.
/// </summary>
/// <remarks>
/// Every weight w is stored as two 16-bit halves, w = high * 2^12 + low, because vectors multiply 16-bit pairs; both partial
/// sums and their recombination are exact in 32 bits, so vector and scalar code agree to the bit.
/// </remarks>
internal sealed class BicubicKernel
{
    public const int FractionBits = 22;
    public const int LowBits = 12;

    /// <summary>The number of taps of an output is filled up with zero weights to a multiple of this.</summary>
    public const int TapsGroup = 4;

    private const double Support = 2;

    private double[] _weights = [];
    private int[] _first = [];
    private int[] _count = [];
    private int[] _packedHigh = [];
    private int[] _packedLow = [];

    /// <summary>Taps of every output, zero weights included: a multiple of <see cref="TapsGroup"/>.</summary>
    public int Taps { get; private set; }

    /// <summary>First inputs of all outputs of the window.</summary>
    public ReadOnlySpan<int> Firsts => _first;

    /// <summary>Inputs with a weight of all outputs of the window.</summary>
    public ReadOnlySpan<int> Counts => _count;

    /// <summary>Upper halves of all weights, [outputs, Taps / 2].</summary>
    public ReadOnlySpan<int> AllHigh => _packedHigh;

    /// <summary>Lower halves of all weights, [outputs, Taps / 2].</summary>
    public ReadOnlySpan<int> AllLow => _packedLow;

    /// <summary>First input of an output of the window.</summary>
    public int First(int output) => _first[output];

    /// <summary>Inputs of an output of the window that have a weight.</summary>
    public int Count(int output) => _count[output];

    /// <summary>Upper halves of an output's weights, two taps an element: the even tap in the lower 16 bits. [Taps / 2]</summary>
    public ReadOnlySpan<int> High(int output) => _packedHigh.AsSpan(output * Taps / 2, Taps / 2);

    /// <summary>Lower halves of an output's weights, laid out as the upper ones.</summary>
    public ReadOnlySpan<int> Low(int output) => _packedLow.AsSpan(output * Taps / 2, Taps / 2);

    /// <summary>Computes the outputs [<paramref name="offset"/>, <paramref name="offset"/> + <paramref name="count"/>).</summary>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="outputs">Number of outputs of the whole resize.</param>
    public void Prepare(int inputs, int outputs, int offset, int count)
    {
        var scale = (double)inputs / outputs;
        var widening = Math.Max(scale, 1);
        var support = Support * widening;
        var maxTaps = ((int)Math.Ceiling(support) * 2) + 1;
        Taps = (maxTaps + TapsGroup - 1) / TapsGroup * TapsGroup;
        Reserve(count);
        for (var i = 0; i < count; i++)
        {
            var center = (offset + i + 0.5) * scale;
            // Truncation, not floor: negative values become 0 in the next step either way.
            var first = Math.Max(0, (int)(center - support + 0.5));
            var end = Math.Min(inputs, (int)(center + support + 0.5));
            _first[i] = first;
            _count[i] = end - first;
            Fill(i, center, 1 / widening);
        }
    }

    private void Reserve(int outputs)
    {
        if (_weights.Length < Taps)
            _weights = new double[Taps];
        if (_first.Length < outputs)
            (_first, _count) = (new int[outputs], new int[outputs]);
        var packed = checked(outputs * Taps / 2);
        if (_packedHigh.Length < packed)
            (_packedHigh, _packedLow) = (new int[packed], new int[packed]);
    }

    private void Fill(int output, double center, double narrowing)
    {
        var count = _count[output];
        var sum = 0.0;
        for (var tap = 0; tap < count; tap++)
        {
            _weights[tap] = Cubic((tap + _first[output] - center + 0.5) * narrowing);
            sum += _weights[tap];
        }
        var high = _packedHigh.AsSpan(output * Taps / 2, Taps / 2);
        var low = _packedLow.AsSpan(output * Taps / 2, Taps / 2);
        high.Clear();
        low.Clear();
        for (var tap = 0; tap < count; tap++)
        {
            var weight = sum != 0 ? _weights[tap] / sum : _weights[tap];
            var fixedPoint = (int)((weight * (1 << FractionBits)) + (weight < 0 ? -0.5 : 0.5));
            var upper = (fixedPoint + (1 << (LowBits - 1))) >> LowBits;
            var lower = fixedPoint - (upper << LowBits);
            var shift = (tap & 1) * 16;
            high[tap >> 1] |= (upper & 0xFFFF) << shift;
            low[tap >> 1] |= (lower & 0xFFFF) << shift;
        }
    }

    private static double Cubic(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        if (x < 1)
            return (((A + 2) * x) - (A + 3)) * x * x + 1;
        return x < 2 ? (((((x - 5) * x) + 8) * x) - 4) * A : 0;
    }
}
