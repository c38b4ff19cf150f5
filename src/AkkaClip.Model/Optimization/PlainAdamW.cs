using AkkaClip.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaClip.Model.Optimization;

/// <summary>AdamW by tensor operations, on any device, in blocks that keep the temporaries small.</summary>
internal sealed class PlainAdamW : IAdamW
{
    private const long BlockElements = 1 << 20;

    /// <summary>Values that are summed in one go, well below what libtorch would share out to threads (32,768).</summary>
    private const long SumRow = 4096;

    private readonly AdamWOptions _options;
    private readonly FlatParameters _parameters;
    private readonly Tensor _first;
    private readonly Tensor _second;

    public PlainAdamW(AdamWOptions options, FlatParameters parameters)
    {
        _options = options;
        _parameters = parameters;
        _first = zeros_like(parameters.Gradients).DetachFromDisposeScope();
        _second = zeros_like(parameters.Gradients).DetachFromDisposeScope();
    }

    public float[] CopyFirstMoments(int start, int length) => Copy(_first, start, length);

    public float[] CopySecondMoments(int start, int length) => Copy(_second, start, length);

    public void RestoreMoments(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        TensorCopy.FromHost(first, _first);
        TensorCopy.FromHost(second, _second);
    }

    public double GradientNorm()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var sum = zeros(1, float64, _parameters.Device);
        foreach (var (start, length) in Blocks(0, _parameters.Layout.TrainedLength))
        {
            // A sum to one number is split by the threads at hand, and replicas would clip by factors of different last
            // bits. Rows are summed whole, each by one thread; what is left is too short for a second one.
            var squares = _parameters.Gradients.narrow(0, start, length).square();
            var inRows = length - (length % SumRow);
            sum.add_(squares.narrow(0, 0, inRows).view(-1, SumRow).sum(1, type: ScalarType.Float64).sum());
            sum.add_(squares.narrow(0, inRows, length - inRows).sum(ScalarType.Float64));
        }

        return Math.Sqrt(sum.ToDouble());
    }

    public void Update(double learningRate, double clipFactor, long commit)
    {
        using var _ = no_grad();
        var layout = _parameters.Layout;
        var stepSize = learningRate / (1 - Math.Pow(_options.Beta1, commit));
        var secondCorrection = 1 - Math.Pow(_options.Beta2, commit);
        foreach (var (start, length) in Blocks(0, layout.DecayedLength))
            UpdateBlock(start, length, 1 - (learningRate * _options.WeightDecay), clipFactor, stepSize, secondCorrection);
        foreach (var (start, length) in Blocks(layout.DecayedLength, layout.TrainedLength))
            UpdateBlock(start, length, 1, clipFactor, stepSize, secondCorrection);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private void UpdateBlock(
        long start, long length, double keep, double clipFactor, double stepSize, double secondCorrection)
    {
        using var scope = NewDisposeScope();
        var p = _parameters.Values.narrow(0, start, length);
        var g = _parameters.Gradients.narrow(0, start, length);
        var m = _first.narrow(0, start, length);
        var v = _second.narrow(0, start, length);
        if (clipFactor != 1)
            g.mul_(clipFactor);
        if (keep != 1)
            p.mul_(keep);
        m.mul_(_options.Beta1).add_(g, 1 - _options.Beta1);
        v.mul_(_options.Beta2).addcmul_(g, g, 1 - _options.Beta2);
        var denominator = v.sqrt().div_(Math.Sqrt(secondCorrection)).add_(_options.Epsilon);
        p.addcdiv_(m, denominator, -stepSize);
        g.zero_();
    }

    private static IEnumerable<(long Start, long Length)> Blocks(long start, long end)
    {
        for (; start < end; start += BlockElements)
            yield return (start, Math.Min(BlockElements, end - start));
    }

    private static float[] Copy(Tensor moments, int start, int length)
    {
        using var part = moments.narrow(0, start, length);
        return TensorCopy.ToHost(part);
    }
}
