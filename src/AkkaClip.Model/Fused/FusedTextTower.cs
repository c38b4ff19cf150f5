using AkkaClip.Model.Configs;
using AkkaClip.Model.Fused.Native;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Towers;
using static TorchSharp.torch;

namespace AkkaClip.Model.Fused;

/// <summary>
/// The text transformer on the fused kernels. Texts are packed one behind the other, each cut at its end token, so that
/// nothing is computed for padding; exact under a causal mask. Shapes: b texts, T tokens of all of them, W width.
/// </summary>
internal sealed unsafe class FusedTextTower : ITower<TextInput>
{
    private readonly TextConfig _config;
    private readonly bool _trim;
    private readonly bool _trained;
    private readonly int _embedDim;
    private readonly Weight _tokenEmbedding;
    private readonly Weight _positions;
    private readonly TransformerStack _stack;
    private readonly FeatureHead _head;
    private readonly PackedSequences _sequences = new();
    private readonly IntBuffer _tokens = new();
    private readonly IntBuffer _places = new();
    private readonly RowOrder _order = new();
    private bool _kept;

    public FusedTextTower(ModelConfig model, FlatParameters parameters, TowerOptions options)
    {
        _config = model.Text;
        _embedDim = model.EmbedDim;
        _trim = options.TrimText && _config.CanTrim;
        var weights = new WeightSource(parameters, ModelParameters.TextPrefix(model));
        _tokenEmbedding = weights["token_embedding.weight"];
        _positions = weights["positional_embedding"];
        _trained = weights.AnyTrained("token_embedding", "positional_embedding", "transformer", "ln_final", "text_projection");
        var shape = new BlockShape(
            _config.Width, _config.MlpWidth, _config.Heads, !_config.NoCausalMask, _config.LayerScaleInit is not null,
            model.QuickGelu ? Activation.QuickGelu : Activation.Gelu, options.Precision);
        _stack = new TransformerStack(
            weights, _config.Layers, shape, options.PooledLastBlock, options.GradientCheckpointing,
            trainedBelow: _tokenEmbedding.IsTrained || _positions.IsTrained);
        var projection = _config.ProjectionBias
            ? new Linear(
                weights["text_projection.weight"], weights["text_projection.bias"], _config.Width, _embedDim, options.Precision)
            : new Linear(weights["text_projection"], null, _config.Width, _embedDim, options.Precision, fromTheRight: true);
        _head = new FeatureHead(new LayerNorm(weights.Under("ln_final"), _config.Width), projection, _stack);
    }

    public Tensor Forward(TextInput input, ForwardPass pass)
    {
        Forget();
        var features_BD = empty([input.Count, _embedDim], ScalarType.Float32).DetachFromDisposeScope();
        if (input.Count == 0)
            return features_BD;
        Pack(input);
        Kernels.TextTokensForward(
            _tokenEmbedding.Values, _positions.Values, _tokens.Pointer, _places.Pointer, _stack.Input(_sequences.Rows),
            _sequences.Rows, _config.Width);
        _kept = _trained && pass == ForwardPass.Training;
        _head.Forward(_stack.Forward(_sequences, _kept), TensorMemory.Pointer(features_BD), _sequences);
        return features_BD;
    }

    public void Backward(Tensor featureGradients_BD)
    {
        if (!_trained || featureGradients_BD.shape[0] == 0)
            return;
        if (!_kept)
            throw new InvalidOperationException("No forward pass of the text tower is kept.");
        using var gradients_BD = featureGradients_BD.contiguous();
        _head.Backward(TensorMemory.Pointer(gradients_BD), _sequences, toBlocks: _stack.FirstTrained >= 0);
        var gradTokens = _stack.Backward(_sequences);
        AddEmbeddingGradients(gradTokens, _tokens, _tokenEmbedding);
        AddEmbeddingGradients(gradTokens, _places, _positions);
        Forget();
    }

    public void Forget() => _kept = false;

    public void Dispose()
    {
        _head.Dispose();
        _stack.Dispose();
    }

    private void AddEmbeddingGradients(float* gradTokens, IntBuffer keys, Weight embedding)
    {
        if (embedding.IsTrained)
            Kernels.AddRowsByKey(
                gradTokens, keys.Pointer, _order.By(keys), embedding.Gradients, _sequences.Rows, _config.Width);
    }

    /// <summary>Lays the tokens that are computed one behind the other.</summary>
    private void Pack(TextInput input)
    {
        var pooled = TextChunking.Plan(input, _config, trim: false)[0].Pooled;
        var lengths = Array.ConvertAll(pooled, position => _trim ? position + 1 : _config.ContextLength);
        _sequences.Set(lengths, pooled, causal: !_config.NoCausalMask);
        var tokens = _tokens.Resize(_sequences.Rows);
        var places = _places.Resize(_sequences.Rows);
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
