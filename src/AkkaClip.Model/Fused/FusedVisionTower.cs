using AkkaClip.Model.Configs;
using AkkaClip.Model.Fused.Native;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Towers;

namespace AkkaClip.Model.Fused;

/// <summary>
/// The Vision Transformer on the fused kernels. Shapes: b images, n computed patches of each, T = b (n + 1) rows with the
/// class tokens, W width, p edge of a patch.
/// </summary>
internal sealed unsafe class FusedVisionTower : FusedTower<ImageInput>
{
    private readonly VitConfig _config;
    private readonly TowerOptions _options;
    private readonly Weight _classToken;
    private readonly Weight _positions;
    private readonly Linear _patchProjection;
    private readonly LayerNorm? _preNorm;
    private readonly IntBuffer _patches = new();
    private readonly FloatBuffer _pixels = new();
    private readonly FloatBuffer _patchRows = new();
    private readonly FloatBuffer _embedded = new();
    private readonly FloatBuffer _statistics = new();
    private int _numKept;

    public FusedVisionTower(VitConfig config, ModelConfig model, FlatParameters parameters, TowerOptions options)
        : this(config, model, new WeightSource(parameters, ModelParameters.ImagePrefix), options)
    {
    }

    private FusedVisionTower(VitConfig config, ModelConfig model, WeightSource weights, TowerOptions options)
        : base(Parts(config, model, weights, options))
    {
        (_config, _options) = (config, options);
        _classToken = weights["class_embedding"];
        _positions = weights["positional_embedding"];
        _patchProjection = new Linear(weights["conv1.weight"], null, PatchLength, config.Width, options.Precision);
        _preNorm = config.NoLnPre ? null : new LayerNorm(weights.Under("ln_pre"), config.Width);
    }

    private static FusedTowerParts Parts(VitConfig config, ModelConfig model, WeightSource weights, TowerOptions options)
    {
        var embeddingTrained = weights.AnyTrained("conv1.", "class_embedding", "positional_embedding", "ln_pre.");
        var shape = new BlockShape(
            config.Width, config.MlpWidth, config.Heads, Causal: false, config.LayerScaleInit is not null,
            model.QuickGelu ? Activation.QuickGelu : Activation.Gelu, options.Precision);
        var stack = new TransformerStack(
            weights, config.Layers, shape, options.PooledLastBlock && config.Pooling == ImagePooling.ClassToken,
            options.GradientCheckpointing, embeddingTrained);
        var projection = new Linear(weights["proj"], null, config.Width, model.EmbedDim, options.Precision, fromTheRight: true);
        var norm = new LayerNorm(weights.Under("ln_post"), config.Width);
        FeatureHead head = config switch
        {
            { Pooling: ImagePooling.ClassToken } => new PoolThenNorm(new OneRow(stack, config.Width), norm, projection, stack),
            { FinalLnAfterPool: true } => new PoolThenNorm(new PatchMean(config.Width), norm, projection, stack),
            _ => new NormThenPool(new PatchMean(config.Width), norm, projection, stack),
        };
        return new FusedTowerParts("image tower", stack, head, model.EmbedDim, weights.AnyTrained(""), embeddingTrained);
    }

    private int PatchLength => 3 * _config.PatchSize * _config.PatchSize;

    public override void Dispose()
    {
        base.Dispose();
        foreach (var buffer in (FloatBuffer[])[_pixels, _patchRows, _embedded, _statistics])
            buffer.Dispose();
    }

    protected override int CountOf(ImageInput input) => input.Count;

    protected override void Embed(ImageInput input)
    {
        Pack(input);
        var (b, width) = (input.Count, _config.Width);
        var patchRows = _patchRows.Take((long)b * _numKept * width);
        var pixels = _pixels.Take((long)b * _numKept * PatchLength);
        var (mean, std) = (Channels(_options.PixelMean), Channels(_options.PixelStd));
        fixed (byte* bytes = input.Pixels.Span)
        fixed (float* means = mean, deviations = std)
            Kernels.PatchesFromBytes(
                bytes, means, deviations, _patches.Pointer, pixels, b, _config.ImageSize, _config.PatchSize, _numKept);
        _patchProjection.Forward(pixels, patchRows, b * _numKept);
        var x = Stack.Input(Sequences.Rows);
        var embedded = _preNorm is null ? x : _embedded.Take((long)Sequences.Rows * width);
        Kernels.ImageTokensForward(
            patchRows, _patches.Pointer, _classToken.Values, _positions.Values, embedded, b, _numKept, width);
        _preNorm?.Forward(embedded, x, _statistics.Take(2L * Sequences.Rows), Sequences.Rows);
    }

    protected override void BackwardEmbedding(float* gradTokens)
    {
        var (b, width, rows) = (Sequences.Count, _config.Width, Sequences.Rows);
        var gradEmbedded = gradTokens;
        if (_preNorm is not null)
        {
            // The stack's input is not needed any more.
            gradEmbedded = Stack.Input(rows);
            _preNorm.Backward(
                gradTokens, _embedded.Take((long)rows * width), _statistics.Take(2L * rows), gradEmbedded, rows, accumulate: false);
        }

        var gradPatches = _patchRows.Take((long)b * _numKept * width);
        Kernels.ImageTokensBackward(
            gradEmbedded, _patches.Pointer, gradPatches, _classToken.Gradients, _positions.Gradients, b, _numKept, width);
        _patchProjection.BackwardWeight(gradPatches, _pixels.Take((long)b * _numKept * PatchLength), b * _numKept);
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
        Sequences.Set(lengths, new int[input.Count], causal: false);
    }

    private static void FillAll(Span<int> patches, int numPatches)
    {
        for (var i = 0; i < patches.Length; i++)
            patches[i] = i % numPatches;
    }

    private static float[] Channels(IEnumerable<double> values) => [.. values.Select(value => (float)value)];
}
