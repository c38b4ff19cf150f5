using System.Runtime.InteropServices;
using AkkaClip.Model.Fused.Native;
using AkkaClip.Model.Optimization;
using AkkaClip.Model.Parameters;

namespace AkkaClip.Model.Fused;

/// <summary>AdamW in one pass over parameters, gradients and moments. CPU only.</summary>
internal sealed unsafe class FusedAdamW : IAdamW
{
    private readonly AdamWOptions _options;
    private readonly FlatParameters _parameters;
    private readonly FloatBuffer _firstMoments = new();
    private readonly FloatBuffer _secondMoments = new();
    private readonly long _length;
    private readonly float* _values;
    private readonly float* _gradients;
    private readonly float* _first;
    private readonly float* _second;

    public FusedAdamW(AdamWOptions options, FlatParameters parameters)
    {
        (_options, _parameters) = (options, parameters);
        _length = parameters.Layout.TrainedLength;
        if (_length == 0)
            return;
        _values = TensorMemory.Pointer(parameters.Values);
        _gradients = TensorMemory.Pointer(parameters.Gradients);
        _first = _firstMoments.Take(_length);
        _second = _secondMoments.Take(_length);
        NativeMemory.Clear(_first, (nuint)_length * sizeof(float));
        NativeMemory.Clear(_second, (nuint)_length * sizeof(float));
    }

    public float[] CopyFirstMoments(int start, int length) => new ReadOnlySpan<float>(_first + start, length).ToArray();

    public float[] CopySecondMoments(int start, int length) => new ReadOnlySpan<float>(_second + start, length).ToArray();

    public void RestoreMoments(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        first.CopyTo(new Span<float>(_first, checked((int)_length)));
        second.CopyTo(new Span<float>(_second, checked((int)_length)));
    }

    public double GradientNorm() => _length == 0 ? 0 : Math.Sqrt(Kernels.SumOfSquares(_gradients, _length));

    public void Update(double learningRate, double clipFactor, long commit)
    {
        var decayed = _parameters.Layout.DecayedLength;
        var call = new AdamWCall
        {
            LearningRate = (float)learningRate,
            Beta1 = (float)_options.Beta1,
            Beta2 = (float)_options.Beta2,
            Epsilon = (float)_options.Epsilon,
            WeightDecay = (float)_options.WeightDecay,
            GradientScale = (float)clipFactor,
            Bias1 = 1 - Math.Pow(_options.Beta1, commit),
            Bias2 = 1 - Math.Pow(_options.Beta2, commit),
            ZeroGradient = 1,
        };
        Update(0, decayed, call);
        Update(decayed, _length - decayed, call with { WeightDecay = 0 });
    }

    public void Dispose()
    {
        _firstMoments.Dispose();
        _secondMoments.Dispose();
    }

    private void Update(long start, long length, AdamWCall call) => Kernels.AdamW(
        _values + start, _gradients + start, _first + start, _second + start, length, &call);
}
