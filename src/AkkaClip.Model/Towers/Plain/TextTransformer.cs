using AkkaClip.Model.Configs;
using AkkaClip.Model.Parameters;
using static TorchSharp.torch;

namespace AkkaClip.Model.Towers.Plain;

/// <summary>
/// The text transformer on TorchSharp. Shapes: n texts of a chunk, L tokens, W width, d embedding width.
/// </summary>
/// <remarks>
/// The token embedding stands outside of the graph: its gradient is added row by row to the flat gradient, where autograd
/// would make a vocabulary-sized tensor of every chunk.
/// </remarks>
internal sealed class TextTransformer : ITower<TextInput>
{
    private const string Projection = "text_projection";

    private readonly TextConfig _config;
    private readonly TowerOptions _options;
    private readonly FlatParameters _parameters;
    private readonly LeafSource _leaves;
    private readonly Arithmetic _arithmetic;
    private readonly string _prefix;
    private readonly bool _trained;
    private readonly List<KeptChunk> _kept = [];

    public TextTransformer(ModelConfig config, FlatParameters parameters, TowerOptions options)
    {
        _config = config.Text;
        _options = options;
        _parameters = parameters;
        _prefix = ModelParameters.TextPrefix(config);
        _leaves = new LeafSource(parameters, _prefix);
        _arithmetic = new Arithmetic(options.Precision, config.QuickGelu);
        _trained = !parameters.Layout.TrainedRanges(TowerKind.Text).IsEmpty;
    }

    public Tensor Forward(TextInput input, ForwardPass pass)
    {
        Forget();
        using var scope = NewDisposeScope();
        var chunks = TextChunking.Plan(input, _config, _options.TrimText);
        var features = new List<Tensor>(chunks.Count);
        foreach (var chunk in chunks)
            features.Add(ForwardChunk(input, chunk, keep: _trained && pass == ForwardPass.Training));
        var sorted_BD = features.Count == 1 ? features[0] : cat(features, 0);
        return sorted_BD.index_select(0, Inverse(chunks, input.Count)).DetachFromDisposeScope();
    }

    public void Backward(Tensor featureGradients_BD)
    {
        if (!_trained)
            return;
        if (_kept.Count == 0)
            throw new InvalidOperationException("No forward pass of the text tower is kept.");
        using var scope = NewDisposeScope();
        foreach (var kept in _kept)
        {
            if (kept.Chain.Backward(featureGradients_BD.index_select(0, kept.Rows)) is { } tokenGradients_NLW)
                AddTokenGradients(kept.Tokens, tokenGradients_NLW);
        }

        Forget();
    }

    public void Forget()
    {
        foreach (var kept in _kept)
            kept.Dispose();
        _kept.Clear();
    }

    public void Dispose() => Forget();

    private Tensor ForwardChunk(TextInput input, TextChunk chunk, bool keep)
    {
        var (n, length) = (chunk.Rows.Length, chunk.Length);
        var tokens = Tokens(input, chunk);
        var rows = Integers(chunk.Rows.Select(row => (long)row));
        var pooledRows = Integers(chunk.Pooled.Select((position, row) => ((long)row * length) + position));
        var visible = Visible(chunk);
        Tensor embedded_NLW;
        using (no_grad())
            embedded_NLW = _leaves["token_embedding.weight"].index_select(0, tokens).view(n, length, _config.Width);
        var segments = Segments(pooledRows, visible);
        if (!keep)
        {
            // An alias belongs to the caller's scope.
            using var evaluated_ND = SegmentChain.Evaluate(segments, embedded_NLW);
            return evaluated_ND.alias();
        }

        embedded_NLW.requires_grad_(_leaves.IsTrained("token_embedding.weight"));
        var chain = SegmentChain.Forward(
            segments, embedded_NLW.DetachFromDisposeScope(), _options.GradientCheckpointing, out var features_ND);
        _kept.Add(new KeptChunk(
            chain, rows.DetachFromDisposeScope(), tokens.DetachFromDisposeScope(), pooledRows.DetachFromDisposeScope(),
            visible?.DetachFromDisposeScope()));
        return features_ND;
    }

    private Segment[] Segments(Tensor pooledRows, Tensor? visible_N11L)
    {
        var segments = new List<Segment>
        {
            new(embedded_NLW => embedded_NLW + _leaves["positional_embedding"].narrow(0, 0, embedded_NLW.shape[1]),
                _leaves.IsTrained("positional_embedding")),
        };
        for (var layer = 0; layer < _config.Layers; layer++)
        {
            var leaves = _leaves.Under($"transformer.resblocks.{layer}");
            var block = new ResidualBlock(leaves, _config.Heads, _arithmetic);
            Func<Tensor, Tensor> forward = _options.PooledLastBlock && layer == _config.Layers - 1
                ? x_NLW => block.ForwardPooled(x_NLW, pooledRows, visible_N11L)
                : x_NLW => block.Forward(x_NLW, causal: !_config.NoCausalMask);
            segments.Add(new Segment(forward, leaves.AnyTrained("")));
        }

        segments.Add(new Segment(x => Head(x, pooledRows), _leaves.AnyTrained("ln_final.", Projection)));
        return [.. segments];
    }

    /// <param name="x">[n, L, W], or [n, W] where the last block was computed for the pooled token only.</param>
    private Tensor Head(Tensor x, Tensor pooledRows)
    {
        var pooled_NW = x.dim() == 3 ? ResidualBlock.Rows(x, pooledRows) : x;
        var normed_NW = Arithmetic.LayerNorm(pooled_NW, _leaves.Under("ln_final"));
        var features_ND = _config.ProjectionBias
            ? _arithmetic.Linear(normed_NW, _leaves[$"{Projection}.weight"], _leaves[$"{Projection}.bias"])
            : _arithmetic.Project(normed_NW, _leaves[Projection]);
        return features_ND.to_type(ScalarType.Float32);
    }

    private void AddTokenGradients(Tensor tokens, Tensor gradients_NLW)
    {
        using var _ = no_grad();
        var slot = _parameters.Layout[$"{_prefix}token_embedding.weight"];
        _parameters.GradientView(slot).index_add_(0, tokens, gradients_NLW.reshape(-1, _config.Width), 1);
    }

    /// <summary>Which tokens the pooled one sees, bool [n, 1, 1, L]; null: all.</summary>
    private Tensor? Visible(TextChunk chunk)
    {
        if (_config.NoCausalMask || !_options.PooledLastBlock || chunk.Pooled.All(position => position == chunk.Length - 1))
            return null;
        var positions_L = arange(0, chunk.Length, 1, int64, _parameters.Device);
        return positions_L.le(Integers(chunk.Pooled.Select(position => (long)position)).view(-1, 1, 1, 1));
    }

    /// <summary>Token ids of a chunk, int64 [n L].</summary>
    private Tensor Tokens(TextInput input, TextChunk chunk)
    {
        var ids = new long[chunk.Rows.Length * chunk.Length];
        for (var row = 0; row < chunk.Rows.Length; row++)
        {
            var text = input.Tokens.Span.Slice(chunk.Rows[row] * _config.ContextLength, chunk.Length);
            for (var position = 0; position < text.Length; position++)
                ids[(row * chunk.Length) + position] = Checked(text[position]);
        }

        return Integers(ids);
    }

    private long Checked(int token) => token >= 0 && token < _config.VocabSize
        ? token
        : throw new ArgumentException($"Token {token} is outside of the model's vocabulary of {_config.VocabSize}.");

    /// <summary>Where every input row lies among the chunks' rows.</summary>
    private Tensor Inverse(IReadOnlyList<TextChunk> chunks, int count)
    {
        var inverse = new long[count];
        var next = 0L;
        foreach (var row in chunks.SelectMany(chunk => chunk.Rows))
            inverse[row] = next++;
        return Integers(inverse);
    }

    private Tensor Integers(IEnumerable<long> values)
    {
        var array = values.ToArray();
        return DeviceInput.Integers(array, [array.Length], _parameters.Device);
    }

    private sealed record KeptChunk(SegmentChain Chain, Tensor Rows, Tensor Tokens, Tensor PooledRows, Tensor? Visible)
        : IDisposable
    {
        public void Dispose()
        {
            Chain.Dispose();
            Rows.Dispose();
            Tokens.Dispose();
            PooledRows.Dispose();
            Visible?.Dispose();
        }
    }
}
