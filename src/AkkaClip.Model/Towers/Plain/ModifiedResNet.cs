using AkkaClip.Core.Exchange;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Parameters;
using static TorchSharp.torch;

namespace AkkaClip.Model.Towers.Plain;

/// <summary>CLIP's modified ResNet on TorchSharp. Shapes: b images, C channels, H and W the map, d embedding width.</summary>
internal sealed class ModifiedResNet : ITower<ImageInput>
{
    private readonly ResNetConfig _config;
    private readonly TowerOptions _options;
    private readonly LeafSource _leaves;
    private readonly Arithmetic _arithmetic;
    private readonly PixelNormalization _normalization;
    private readonly BatchStatistics _statistics;
    private readonly Device _device;
    private readonly bool _trained;
    private readonly List<SyncBatchNorm> _synced = [];
    private Tensor? _features_BD;
    private ForwardPass _pass;

    public ModifiedResNet(
        ResNetConfig config, FlatParameters parameters, BatchStatistics statistics, TowerOptions options)
    {
        _config = config;
        _options = options;
        _statistics = statistics;
        _device = parameters.Device;
        _leaves = new LeafSource(parameters, ModelParameters.ImagePrefix);
        _arithmetic = new Arithmetic(options.Precision, quickGelu: false);
        _normalization = new PixelNormalization(options, _device);
        _trained = _leaves.AnyTrained("");
    }

    public Tensor Forward(ImageInput input, ForwardPass pass)
    {
        Forget();
        _pass = pass;
        var keep = pass == ForwardPass.Training && _trained;
        using var scope = NewDisposeScope();
        using var _ = set_grad_enabled(keep);
        var images_B3SS = _normalization.OfImages(
            DeviceInput.Bytes(input.Pixels, _device, input.Count, 3, _config.ImageSize, _config.ImageSize));
        var features_BD = Pool(Stages(Stem(images_B3SS)));
        if (!keep)
        {
            Forget();
            return features_BD.DetachFromDisposeScope();
        }

        _features_BD = features_BD.DetachFromDisposeScope();
        return _features_BD.detach().DetachFromDisposeScope();
    }

    public void Backward(Tensor featureGradients_BD)
    {
        if (!_trained)
            return;
        using var scope = NewDisposeScope();
        var features_BD = _features_BD ?? throw new InvalidOperationException("No forward pass of the image tower is kept.");
        features_BD.backward([featureGradients_BD], retain_graph: _synced.Count > 0);
        for (var i = _synced.Count - 1; i >= 0; i--)
            _synced[i].Backward();
        Forget();
    }

    public void Forget()
    {
        foreach (var norm in _synced)
            norm.Dispose();
        _synced.Clear();
        _features_BD?.Dispose();
        _features_BD = null;
    }

    public void Dispose()
    {
        Forget();
        _normalization.Dispose();
    }

    private Tensor Stem(Tensor x)
    {
        x = nn.functional.relu(Norm("bn1", Convolve(x, "conv1", stride: 2, padding: 1)));
        x = nn.functional.relu(Norm("bn2", Convolve(x, "conv2", padding: 1)));
        x = nn.functional.relu(Norm("bn3", Convolve(x, "conv3", padding: 1)));
        return nn.functional.avg_pool2d(x, 2);
    }

    private Tensor Stages(Tensor x)
    {
        foreach (var block in Bottleneck.All(_config))
            x = Block(block, x);
        return x;
    }

    private Tensor Block(Bottleneck block, Tensor x)
    {
        var main = nn.functional.relu(Norm($"{block.Name}.bn1", Convolve(x, $"{block.Name}.conv1")));
        main = nn.functional.relu(Norm($"{block.Name}.bn2", Convolve(main, $"{block.Name}.conv2", padding: 1)));
        main = Norm($"{block.Name}.bn3", Convolve(Shrink(block, main), $"{block.Name}.conv3"));
        var shortcut = block.HasDownsample
            ? Norm($"{block.Name}.downsample.1", Convolve(Shrink(block, x), $"{block.Name}.downsample.0"))
            : x;
        return nn.functional.relu(main + shortcut);
    }

    /// <summary>Antialiased stride: an average pool where others stride the convolution.</summary>
    private static Tensor Shrink(Bottleneck block, Tensor x) =>
        block.Stride == 1 ? x : nn.functional.avg_pool2d(x, block.Stride);

    /// <summary>Attention with the mean token's query over all places: OpenCLIP computes all queries and keeps that one.</summary>
    private Tensor Pool(Tensor x_BCHW)
    {
        var leaves = _leaves.Under("attnpool");
        var places_BNC = x_BCHW.flatten(2).transpose(1, 2);
        var tokens_BTC = cat([places_BNC.mean([1], keepdim: true), places_BNC], 1) + leaves["positional_embedding"];
        var q = Heads(leaves.Under("q_proj"), tokens_BTC.narrow(1, 0, 1));
        var k = Heads(leaves.Under("k_proj"), tokens_BTC);
        var v = Heads(leaves.Under("v_proj"), tokens_BTC);
        var pooled_BC = nn.functional.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(x_BCHW.shape[0], -1);
        return _arithmetic.Linear(pooled_BC, leaves["c_proj.weight"], leaves["c_proj.bias"]).to_type(ScalarType.Float32);
    }

    private Tensor Heads(LeafSource projection, Tensor x_BTC) =>
        _arithmetic.Linear(x_BTC, projection["weight"], projection["bias"])
            .view(x_BTC.shape[0], x_BTC.shape[1], _config.Heads, _config.HeadWidth)
            .transpose(1, 2);

    private Tensor Convolve(Tensor x, string name, long stride = 1, long padding = 0) =>
        _arithmetic.Convolve(x, _leaves[$"{name}.weight"], stride, padding);

    private Tensor Norm(string name, Tensor x_BCHW)
    {
        var (slot, leaves, x) = (_statistics[name], _leaves.Under(name), x_BCHW.to_type(ScalarType.Float32));
        if (_pass == ForwardPass.Evaluation || slot.Frozen)
        {
            return nn.functional.batch_norm(
                x, BatchStatistics.Mean(_statistics.Running, slot), BatchStatistics.Variance(_statistics.Running, slot),
                leaves["weight"], leaves["bias"], training: false, eps: Arithmetic.NormEpsilon);
        }

        return _options.SyncBatchNorm && _statistics.Shared is { } collective
            ? SharedNorm(slot, x, leaves, collective)
            : OwnNorm(slot, x, leaves);
    }

    private Tensor OwnNorm(BatchNormSlot slot, Tensor x, LeafSource leaves)
    {
        // With a momentum of 1 the "running" statistics are those of this batch.
        var (mean_C, variance_C) = (zeros(slot.Width, float32, _device), zeros(slot.Width, float32, _device));
        var y = nn.functional.batch_norm(
            x, mean_C, variance_C, leaves["weight"], leaves["bias"], training: true, momentum: 1, eps: Arithmetic.NormEpsilon);
        Record(slot, mean_C, variance_C, x.shape[0]);
        return y;
    }

    private Tensor SharedNorm(BatchNormSlot slot, Tensor x, LeafSource leaves, ICollective collective)
    {
        var norm = new SyncBatchNorm(x.DetachFromDisposeScope(), leaves, collective);
        _synced.Add(norm);
        Record(slot, norm.Mean_C, norm.Variance_C * norm.UnbiasedFactor, x.shape[0]);
        return norm.Output_BCHW;
    }

    private void Record(BatchNormSlot slot, Tensor mean_C, Tensor variance_C, long numSamples)
    {
        if (_pass != ForwardPass.Training)
            return;
        using var _ = no_grad();
        BatchStatistics.Mean(_statistics.Pending, slot).add_(mean_C, numSamples);
        BatchStatistics.Variance(_statistics.Pending, slot).add_(variance_C, numSamples);
    }
}
