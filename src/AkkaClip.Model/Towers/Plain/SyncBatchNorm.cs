using AkkaClip.Core.Exchange;
using AkkaClip.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaClip.Model.Towers.Plain;

/// <summary>
/// One batch norm of one kept pass whose statistics are those of all trainers' samples. It cuts the graph in two: its
/// output is a leaf, and <see cref="Backward"/> carries that leaf's gradient over to the graph before it.
/// </summary>
/// <remarks>
/// The exchange so happens in plain managed code between two native passes: a member that fails is an ordinary exception
/// here, where a managed callback out of the native autograd could not throw.
/// With x' = (x - mean) / sigma over M values a channel, y = w x' + c and g = dL/dy:
/// dL/dx = w / sigma (g - sum(g) / M - x' sum(g x') / M), both sums over all trainers.
/// </remarks>
internal sealed class SyncBatchNorm : IDisposable
{
    private readonly Tensor _input_BCHW;
    private readonly Tensor _normed_BCHW;
    private readonly Tensor _inverseSigma_C;
    private readonly Tensor _weight_C;
    private readonly Tensor _bias_C;
    private readonly ICollective _collective;
    private readonly double _numValues;

    /// <param name="x_BCHW">The end of the graph so far; taken over.</param>
    public SyncBatchNorm(Tensor x_BCHW, LeafSource leaves, ICollective collective)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        _input_BCHW = x_BCHW;
        _collective = collective;
        (_weight_C, _bias_C) = (leaves["weight"], leaves["bias"]);
        var x = x_BCHW.detach();
        var localValues = x.shape[0] * x.shape[2] * x.shape[3];
        var sums = Sum(cat([ChannelSum(x), full([1], localValues, float32, x.device)], 0));
        _numValues = sums[-1].ToDouble();
        Mean_C = (sums.narrow(0, 0, x.shape[1]) / _numValues).DetachFromDisposeScope();
        var centred = x - Channel(Mean_C);
        Variance_C = (Sum(ChannelSum(centred.square())) / _numValues).DetachFromDisposeScope();
        _inverseSigma_C = (Variance_C + Arithmetic.NormEpsilon).rsqrt().DetachFromDisposeScope();
        _normed_BCHW = (centred * Channel(_inverseSigma_C)).DetachFromDisposeScope();
        Output_BCHW = ((_normed_BCHW * Channel(_weight_C)) + Channel(_bias_C)).DetachFromDisposeScope().requires_grad_();
    }

    /// <summary>Where the graph goes on: a leaf.</summary>
    public Tensor Output_BCHW { get; }

    /// <summary>Of all trainers' values.</summary>
    public Tensor Mean_C { get; }

    /// <summary>Of all trainers' values, biased.</summary>
    public Tensor Variance_C { get; }

    /// <summary>Factor from the biased variance to the unbiased one that running statistics keep.</summary>
    public double UnbiasedFactor => _numValues / (_numValues - 1);

    /// <summary>Adds the gradients of gain and bias, and runs the graph before this norm backward.</summary>
    public void Backward()
    {
        using var scope = NewDisposeScope();
        Tensor inputGradient_BCHW;
        using (no_grad())
        {
            var gradient_BCHW = Output_BCHW.grad!;
            var biasGradient_C = ChannelSum(gradient_BCHW);
            var weightGradient_C = ChannelSum(gradient_BCHW * _normed_BCHW);
            if (_weight_C.requires_grad)
                _weight_C.grad!.add_(weightGradient_C);
            if (_bias_C.requires_grad)
                _bias_C.grad!.add_(biasGradient_C);
            var width = biasGradient_C.shape[0];
            var means = Sum(cat([biasGradient_C, weightGradient_C], 0)) / _numValues;
            var shared_BCHW = Channel(means.narrow(0, 0, width)) + (_normed_BCHW * Channel(means.narrow(0, width, width)));
            inputGradient_BCHW = (gradient_BCHW - shared_BCHW) * Channel(_weight_C * _inverseSigma_C);
        }

        // The graph before this norm may reach into one that another norm runs backward too (a shortcut): it stays.
        if (_input_BCHW.requires_grad)
            _input_BCHW.backward([inputGradient_BCHW], retain_graph: true);
    }

    public void Dispose()
    {
        _input_BCHW.Dispose();
        _normed_BCHW.Dispose();
        _inverseSigma_C.Dispose();
        Output_BCHW.Dispose();
        Mean_C.Dispose();
        Variance_C.Dispose();
    }

    private static Tensor ChannelSum(Tensor x_BCHW) => x_BCHW.sum([0, 2, 3]);

    private static Tensor Channel(Tensor values_C) => values_C.view(1, -1, 1, 1);

    private Tensor Sum(Tensor local)
    {
        var host = local.cpu().contiguous();
        _collective.AllReduceSum(TensorMemory.Of(host, new ParameterRange(0, host.NumberOfElements))).Complete();
        return host.to(local.device);
    }
}
