using AkkaClip.Model.Configs;
using AkkaClip.Model.Parameters;
using static TorchSharp.torch;

namespace AkkaClip.Model.Towers.Plain;

/// <summary>
/// The Vision Transformer on TorchSharp. Shapes: b images, n kept patches, T = n + 1 tokens, W width, d embedding width.
/// </summary>
internal sealed class VisionTransformer : ITower<ImageInput>
{
    private readonly VitConfig _config;
    private readonly TowerOptions _options;
    private readonly LeafSource _leaves;
    private readonly Arithmetic _arithmetic;
    private readonly PixelNormalization _normalization;
    private readonly Device _device;
    private readonly bool _trained;
    private SegmentChain? _kept;
    private Tensor? _keptPatches_BN;

    public VisionTransformer(
        VitConfig config, bool quickGelu, FlatParameters parameters, TowerOptions options)
    {
        _config = config;
        _options = options;
        _device = parameters.Device;
        _leaves = new LeafSource(parameters, ModelParameters.ImagePrefix);
        _arithmetic = new Arithmetic(options.Precision, quickGelu);
        _normalization = new PixelNormalization(options, _device);
        _trained = _leaves.AnyTrained("");
    }

    public Tensor Forward(ImageInput input, ForwardPass pass)
    {
        Forget();
        using var scope = NewDisposeScope();
        var kept_BN = KeptPatches(input);
        var patches_BNp = Patches(input, kept_BN);
        var segments = Segments(kept_BN);
        if (pass != ForwardPass.Training || !_trained)
            return SegmentChain.Evaluate(segments, patches_BNp).DetachFromDisposeScope();
        _keptPatches_BN = kept_BN?.DetachFromDisposeScope();
        _kept = SegmentChain.Forward(
            segments, patches_BNp.DetachFromDisposeScope(), _options.GradientCheckpointing, out var features_BD);
        return features_BD.DetachFromDisposeScope();
    }

    public void Backward(Tensor featureGradients_BD)
    {
        if (!_trained)
            return;
        using var scope = NewDisposeScope();
        (_kept ?? throw new InvalidOperationException("No forward pass of the image tower is kept.")).Backward(featureGradients_BD);
        Forget();
    }

    public void Forget()
    {
        _kept?.Dispose();
        _keptPatches_BN?.Dispose();
        (_kept, _keptPatches_BN) = (null, null);
    }

    public void Dispose()
    {
        Forget();
        _normalization.Dispose();
    }

    private Segment[] Segments(Tensor? kept_BN)
    {
        var segments = new List<Segment>
        {
            new(patches_BNp => Embed(patches_BNp, kept_BN),
                _leaves.AnyTrained("conv1.", "class_embedding", "positional_embedding", "ln_pre.")),
        };
        var pooledLast = _options.PooledLastBlock && _config.Pooling == ImagePooling.ClassToken;
        for (var layer = 0; layer < _config.Layers; layer++)
        {
            var leaves = _leaves.Under($"transformer.resblocks.{layer}");
            var block = new ResidualBlock(leaves, _config.Heads, _arithmetic);
            Func<Tensor, Tensor> forward = pooledLast && layer == _config.Layers - 1
                ? x_BTW => block.ForwardPooled(x_BTW, ClassRows(x_BTW), null)
                : x_BTW => block.Forward(x_BTW, causal: false);
            segments.Add(new Segment(forward, leaves.AnyTrained("")));
        }

        segments.Add(new Segment(Head, _leaves.AnyTrained("ln_post.", "proj")));
        return [.. segments];
    }

    /// <summary>Pixels of every patch in the order of the convolution's kernel: [b, n, 3 p p], normalised.</summary>
    private Tensor Patches(ImageInput input, Tensor? kept_BN)
    {
        var (grid, size) = (_config.Grid, _config.PatchSize);
        var patches_BNp = DeviceInput.Bytes(input.Pixels, _device, input.Count, 3, _config.ImageSize, _config.ImageSize)
            .view(input.Count, 3, grid, size, grid, size)
            .permute(0, 2, 4, 1, 3, 5)
            .reshape(input.Count, grid * grid, 3 * size * size);
        if (kept_BN is not null)
            patches_BNp = patches_BNp.gather(1, kept_BN.unsqueeze(2).expand(-1, -1, 3 * size * size));
        return _normalization.OfPatches(patches_BNp);
    }

    private Tensor Embed(Tensor patches_BNp, Tensor? kept_BN)
    {
        var (b, width) = (patches_BNp.shape[0], _config.Width);
        var positions_TW = _leaves["positional_embedding"];
        var classToken_W = _leaves["class_embedding"] + positions_TW.select(0, 0);
        var patchPositions_NW = positions_TW.narrow(0, 1, _config.NumTokens - 1);
        var tokens_BNW = _arithmetic.Linear(patches_BNp, _leaves["conv1.weight"].view(width, -1), null);
        tokens_BNW = kept_BN is null
            ? tokens_BNW + patchPositions_NW
            : tokens_BNW + patchPositions_NW.index_select(0, kept_BN.flatten()).view(b, -1, width);
        var x_BTW = cat([classToken_W.expand(b, 1, width), tokens_BNW], 1);
        return _config.NoLnPre ? x_BTW : Arithmetic.LayerNorm(x_BTW, _leaves.Under("ln_pre"));
    }

    /// <param name="x">[b, T, W], or [b, W] where the last block was computed for the class token only.</param>
    private Tensor Head(Tensor x)
    {
        var norm = _leaves.Under("ln_post");
        if (_config is { Pooling: ImagePooling.PatchMean, FinalLnAfterPool: false })
            return Project(Pool(Arithmetic.LayerNorm(x, norm)));

        // The norm works token by token: of the class token it makes no difference which comes first.
        return Project(Arithmetic.LayerNorm(x.dim() == 3 ? Pool(x) : x, norm));
    }

    private Tensor Project(Tensor pooled_BW) => _arithmetic.Project(pooled_BW, _leaves["proj"]).to_type(ScalarType.Float32);

    private Tensor Pool(Tensor x_BTW) => _config.Pooling == ImagePooling.ClassToken
        ? x_BTW.select(1, 0)
        : x_BTW.narrow(1, 1, x_BTW.shape[1] - 1).mean([1]);

    private Tensor? KeptPatches(ImageInput input) => input.NumKept == 0
        ? null
        : DeviceInput.Integers(
            Array.ConvertAll(input.KeptPatches.ToArray(), patch => (long)patch), [input.Count, input.NumKept], _device);

    private static Tensor ClassRows(Tensor x_BTW) =>
        arange(0, x_BTW.shape[0] * x_BTW.shape[1], x_BTW.shape[1], int64, x_BTW.device);
}
