using AkkaClip.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaClip.Model.Optimization;

/// <summary>AdamW by tensor operations, on any device, in blocks that keep the temporaries small.</summary>
internal sealed class PlainAdamW : IAdamW
{
    private const long BlockElements = 1 << 20;

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

    public float[] CopyFirstMoments() => TensorCopy.ToHost(_first);

    public float[] CopySecondMoments() => TensorCopy.ToHost(_second);

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
            sum.add_(_parameters.Gradients.narrow(0, start, length).square().sum(ScalarType.Float64));
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
}
