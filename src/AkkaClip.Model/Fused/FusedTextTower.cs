using AkkaClip.Model.Configs;
using AkkaClip.Model.Fused.Native;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Towers;

namespace AkkaClip.Model.Fused;

/// <summary>
/// The text transformer on the fused kernels. Texts are packed one behind the other, each cut at its end token, so that
/// nothing is computed for padding; exact under a causal mask. Shapes: b texts, T tokens of all of them, W width.
/// </summary>
internal sealed unsafe class FusedTextTower : FusedTower<TextInput>
{
    private readonly TextConfig _config;
    private readonly bool _trim;
    private readonly Weight _tokenEmbedding;
    private readonly Weight _positions;
    private readonly IntBuffer _tokens = new();
    private readonly IntBuffer _places = new();
    private readonly RowOrder _order = new();

    public FusedTextTower(ModelConfig model, FlatParameters parameters, TowerOptions options)
        : this(model, new WeightSource(parameters, ModelParameters.TextPrefix(model)), options)
    {
    }

    private FusedTextTower(ModelConfig model, WeightSource weights, TowerOptions options)
        : base(Parts(model, weights, options))
    {
        _config = model.Text;
        _trim = options.TrimText && _config.CanTrim;
        _tokenEmbedding = weights["token_embedding.weight"];
        _positions = weights["positional_embedding"];
    }

    private static FusedTowerParts Parts(ModelConfig model, WeightSource weights, TowerOptions options)
    {
        var config = model.Text;
        var embeddingTrained = weights.AnyTrained("token_embedding", "positional_embedding");
        var shape = new BlockShape(
            config.Width, config.MlpWidth, config.Heads, !config.NoCausalMask, config.LayerScaleInit is not null,
            model.QuickGelu ? Activation.QuickGelu : Activation.Gelu, options.Precision);
        var stack = new TransformerStack(
            weights, config.Layers, shape, options.PooledLastBlock, options.GradientCheckpointing, embeddingTrained);
        var projection = config.ProjectionBias
            ? new Linear(
                weights["text_projection.weight"], weights["text_projection.bias"], config.Width, model.EmbedDim, options.Precision)
            : new Linear(weights["text_projection"], null, config.Width, model.EmbedDim, options.Precision, fromTheRight: true);
        var norm = new LayerNorm(weights.Under("ln_final"), config.Width);
        return new FusedTowerParts(
            "text tower", stack, new PoolThenNorm(new OneRow(stack, config.Width), norm, projection, stack), model.EmbedDim,
            embeddingTrained || weights.AnyTrained("transformer", "ln_final", "text_projection"), embeddingTrained);
    }

    protected override int CountOf(TextInput input) => input.Count;

    protected override void Embed(TextInput input)
    {
        Pack(input);
        Kernels.TextTokensForward(
            _tokenEmbedding.Values, _positions.Values, _tokens.Pointer, _places.Pointer, Stack.Input(Sequences.Rows),
            Sequences.Rows, _config.Width);
    }

    protected override void BackwardEmbedding(float* gradTokens)
    {
        AddEmbeddingGradients(gradTokens, _tokens, _tokenEmbedding);
        AddEmbeddingGradients(gradTokens, _places, _positions);
    }

    private void AddEmbeddingGradients(float* gradTokens, IntBuffer keys, Weight embedding)
    {
        if (embedding.IsTrained)
            Kernels.AddRowsByKey(
                gradTokens, keys.Pointer, _order.By(keys), embedding.Gradients, Sequences.Rows, _config.Width);
    }

    /// <summary>Lays the tokens that are computed one behind the other.</summary>
    private void Pack(TextInput input)
    {
        var pooled = TextChunking.Plan(input, _config, trim: false)[0].Pooled;
        var lengths = Array.ConvertAll(pooled, position => _trim ? position + 1 : _config.ContextLength);
        Sequences.Set(lengths, pooled, causal: !_config.NoCausalMask);
        var tokens = _tokens.Resize(Sequences.Rows);
        var places = _places.Resize(Sequences.Rows);
        var next = 0;
        for (var text = 0; text < lengths.Length; text++)
        {
            var source = input.Tokens.Span.Slice(text * _config.ContextLength, lengths[text]);
            for (var place = 0; place < source.Length; place++, next++)
                (tokens[next], places[next]) = (Checked(source[place]), place);
        }
    }

    private int Checked(int token) => token >= 0 && token < _config.VocabSize
        ? token
        : throw new ArgumentException($"Token {token} is outside of the model's vocabulary of {_config.VocabSize}.");
}
