using AkkaClip.Model.Configs;
using AkkaClip.Model.Fused.Native;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Towers;
using static TorchSharp.torch;

namespace AkkaClip.Model.Fused;

/// <summary>
/// The Vision Transformer with a class token on the fused kernels. Shapes: b images, n computed patches of each, T = b (n + 1)
/// rows, W width, p edge of a patch.
/// </summary>
internal sealed unsafe class FusedVisionTower : ITower<ImageInput>
{
    private readonly VitConfig _config;
    private readonly TowerOptions _options;
    private readonly int _embedDim;
    private readonly bool _trained;
    private readonly bool _embeddingTrained;
    private readonly Weight _classToken;
    private readonly Weight _positions;
    private readonly Linear _patchProjection;
    private readonly LayerNorm? _preNorm;
    private readonly TransformerStack _stack;
    private readonly FeatureHead _head;
    private readonly PackedSequences _sequences = new();
    private readonly IntBuffer _patches = new();
    private readonly FloatBuffer _pixels = new();
    private readonly FloatBuffer _patchRows = new();
    private readonly FloatBuffer _embedded = new();
    private readonly FloatBuffer _statistics = new();
    private int _numKept;
    private bool _kept;

    public FusedVisionTower(VitConfig config, ModelConfig model, FlatParameters parameters, TowerOptions options)
    {
        (_config, _options, _embedDim) = (config, options, model.EmbedDim);
        var weights = new WeightSource(parameters, ModelParameters.ImagePrefix);
        _trained = weights.AnyTrained("");
        _embeddingTrained = weights.AnyTrained("conv1.", "class_embedding", "positional_embedding", "ln_pre.");
        _classToken = weights["class_embedding"];
        _positions = weights["positional_embedding"];
        _patchProjection = new Linear(weights["conv1.weight"], null, PatchLength, config.Width, options.Precision);
        _preNorm = config.NoLnPre ? null : new LayerNorm(weights.Under("ln_pre"), config.Width);
        var shape = new BlockShape(
            config.Width, config.MlpWidth, config.Heads, Causal: false, config.LayerScaleInit is not null,
            model.QuickGelu ? Activation.QuickGelu : Activation.Gelu, options.Precision);
        _stack = new TransformerStack(
            weights, config.Layers, shape, options.PooledLastBlock, options.GradientCheckpointing, _embeddingTrained);
        var projection = new Linear(weights["proj"], null, config.Width, _embedDim, options.Precision, fromTheRight: true);
        _head = new FeatureHead(new LayerNorm(weights.Under("ln_post"), config.Width), projection, _stack);
    }

    private int PatchLength => 3 * _config.PatchSize * _config.PatchSize;

    public Tensor Forward(ImageInput input, ForwardPass pass)
    {
        Forget();
        var features_BD = empty([input.Count, _embedDim], ScalarType.Float32).DetachFromDisposeScope();
        if (input.Count == 0)
            return features_BD;
        Pack(input);
        Embed(input);
        _kept = _trained && pass == ForwardPass.Training;
        _head.Forward(_stack.Forward(_sequences, _kept), TensorMemory.Pointer(features_BD), _sequences);
        return features_BD;
    }

    public void Backward(Tensor featureGradients_BD)
    {
        if (!_trained || featureGradients_BD.shape[0] == 0)
            return;
        if (!_kept)
            throw new InvalidOperationException("No forward pass of the image tower is kept.");
        using var gradients_BD = featureGradients_BD.contiguous();
        _head.Backward(TensorMemory.Pointer(gradients_BD), _sequences, toBlocks: _stack.FirstTrained >= 0);
        var gradTokens = _stack.Backward(_sequences);
        if (_embeddingTrained)
            BackwardEmbedding(gradTokens);
        Forget();
    }

    public void Forget() => _kept = false;

    public void Dispose()
    {
        _head.Dispose();
        _stack.Dispose();
        foreach (var buffer in (FloatBuffer[])[_pixels, _patchRows, _embedded, _statistics])
            buffer.Dispose();
    }

    private void Pack(ImageInput input)
    {
        var numPatches = _config.NumTokens - 1;
        _numKept = input.NumKept == 0 ? numPatches : input.NumKept;
        if (input.NumKept > 0)
            _patches.Set(input.KeptPatches.Span);
        else
            FillAll(_patches.Resize(input.Count * numPatches), numPatches);
        var lengths = new int[input.Count];
        Array.Fill(lengths, _numKept + 1);
        _sequences.Set(lengths, new int[input.Count], causal: false);
    }

    private void Embed(ImageInput input)
    {
        var (b, width) = (input.Count, _config.Width);
        var patchRows = _patchRows.Take((long)b * _numKept * width);
        var pixels = _pixels.Take((long)b * _numKept * PatchLength);
        var (mean, std) = (Channels(_options.PixelMean), Channels(_options.PixelStd));
        fixed (byte* bytes = input.Pixels.Span)
        fixed (float* means = mean, deviations = std)
            Kernels.PatchesFromBytes(
                bytes, means, deviations, _patches.Pointer, pixels, b, _config.ImageSize, _config.PatchSize, _numKept);
        _patchProjection.Forward(pixels, patchRows, b * _numKept);
        var x = _stack.Input(_sequences.Rows);
        var embedded = _preNorm is null ? x : _embedded.Take((long)_sequences.Rows * width);
        Kernels.ImageTokensForward(
            patchRows, _patches.Pointer, _classToken.Values, _positions.Values, embedded, b, _numKept, width);
        _preNorm?.Forward(embedded, x, _statistics.Take(2L * _sequences.Rows), _sequences.Rows);
    }

    private void BackwardEmbedding(float* gradTokens)
    {
        var (b, width, rows) = (_sequences.Count, _config.Width, _sequences.Rows);
        var gradEmbedded = gradTokens;
        if (_preNorm is not null)
        {
            // The stack's input is not needed any more.
            gradEmbedded = _stack.Input(rows);
            _preNorm.Backward(
                gradTokens, _embedded.Take((long)rows * width), _statistics.Take(2L * rows), gradEmbedded, rows, accumulate: false);
        }

        var gradPatches = _patchRows.Take((long)b * _numKept * width);
        Kernels.ImageTokensBackward(
            gradEmbedded, _patches.Pointer, gradPatches, _classToken.Gradients, _positions.Gradients, b, _numKept, width);
        _patchProjection.BackwardWeight(gradPatches, _pixels.Take((long)b * _numKept * PatchLength), b * _numKept);
    }

    private static void FillAll(Span<int> patches, int numPatches)
    {
        for (var i = 0; i < patches.Length; i++)
            patches[i] = i % numPatches;
    }

    private static float[] Channels(IEnumerable<double> values) => [.. values.Select(value => (float)value)];
}
