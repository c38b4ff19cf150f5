using AkkaClip.Core.Batches;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaClip.Benchmarks.Steps;

/// <summary>
/// The step as OpenCLIP 2.20 composes it of PyTorch's operations, here of the same operations of the same libtorch: whole
/// texts, sequence-first layout with the copies of nn.MultiheadAttention, an additive mask, the whole last block, a gradient
/// tensor a parameter, AdamW tensor by tensor. Shapes: L tokens, b samples, W width.
/// </summary>
internal sealed class OpenClipReference : IContestant
{
    private readonly ModelConfig _config;
    private readonly Dictionary<string, Tensor> _parameters = [];
    private readonly OpenClipAdamW _optimizer;
    private readonly Tensor _images;
    private readonly Tensor _tokens;
    private readonly Tensor _endRows;
    private readonly Tensor _mask;
    private readonly int _batch;

    public OpenClipReference(Workload workload, int threads)
    {
        set_num_threads(threads > 0 ? threads : Environment.ProcessorCount);
        using var scope = NewDisposeScope();
        _config = workload.Config;
        _batch = workload.BatchSize;
        foreach (var spec in ModelParameters.Of(_config))
            _parameters.Add(spec.Name, Parameter(spec).DetachFromDisposeScope());
        _optimizer = new OpenClipAdamW([.. _parameters.Values]);
        var batch = workload.Batch();
        _images = Images(batch).DetachFromDisposeScope();
        _tokens = tensor(Array.ConvertAll(batch.Tokens, token => (long)token)).DetachFromDisposeScope();
        var (length, context) = (workload.CaptionLengths(), _config.Text.ContextLength);
        _endRows = tensor([.. length.Select((tokens, row) => ((long)(tokens - 1) * _batch) + row)]).DetachFromDisposeScope();
        _mask = full([context, context], float.NegativeInfinity).triu(1).DetachFromDisposeScope();
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        var images_BD = nn.functional.normalize(EncodeImages(), dim: -1);
        var texts_BD = nn.functional.normalize(EncodeTexts(), dim: -1);
        var logits_BB = _parameters[ModelParameters.LogitScale].exp() * images_BD.matmul(texts_BD.t());
        var labels = arange(0, _batch, 1, int64);
        var loss = (nn.functional.cross_entropy(logits_BB, labels) + nn.functional.cross_entropy(logits_BB.t(), labels)) / 2;
        loss.backward();
        _optimizer.Step();
        using (no_grad())
            _parameters[ModelParameters.LogitScale].clamp_(0, Math.Log(100));
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        foreach (var tensor in (IEnumerable<Tensor>)[.. _parameters.Values, _images, _tokens, _endRows, _mask])
            tensor.Dispose();
    }

    private Tensor EncodeImages()
    {
        var vit = (VitConfig)_config.Vision;
        var x = nn.functional.conv2d(_images, _parameters["visual.conv1.weight"], strides: [vit.PatchSize, vit.PatchSize]);
        x = x.reshape(_batch, vit.Width, -1).permute(0, 2, 1);
        x = cat([_parameters["visual.class_embedding"] + zeros(_batch, 1, vit.Width), x], 1);
        x = x + _parameters["visual.positional_embedding"];
        x = Blocks(Norm(x, "visual.ln_pre", vit.Width).permute(1, 0, 2), "visual.", vit.Layers, vit.Heads, null).permute(1, 0, 2);
        return Norm(x.select(1, 0), "visual.ln_post", vit.Width).matmul(_parameters["visual.proj"]);
    }

    private Tensor EncodeTexts()
    {
        var text = _config.Text;
        var x = _parameters["token_embedding.weight"].index_select(0, _tokens).view(_batch, text.ContextLength, text.Width);
        x = x + _parameters["positional_embedding"];
        x = Blocks(x.permute(1, 0, 2), "", text.Layers, text.Heads, _mask);
        var pooled = Norm(x, "ln_final", text.Width).reshape(-1, text.Width).index_select(0, _endRows);
        return pooled.matmul(_parameters["text_projection"]);
    }

    private Tensor Blocks(Tensor x_LBW, string prefix, int layers, int heads, Tensor? mask)
    {
        var width = x_LBW.shape[2];
        for (var layer = 0; layer < layers; layer++)
        {
            var name = $"{prefix}transformer.resblocks.{layer}";
            x_LBW = x_LBW + Attention(Norm(x_LBW, $"{name}.ln_1", width), $"{name}.attn", heads, mask);
            var hidden = nn.functional.gelu(Linear(Norm(x_LBW, $"{name}.ln_2", width), $"{name}.mlp.c_fc"));
            x_LBW = x_LBW + Linear(hidden, $"{name}.mlp.c_proj");
        }

        return x_LBW;
    }

    /// <summary>The steps of PyTorch's multi_head_attention_forward with one input for queries, keys and values.</summary>
    private Tensor Attention(Tensor x_LBW, string name, int heads, Tensor? mask)
    {
        var (length, width) = (x_LBW.shape[0], x_LBW.shape[2]);
        var parts = nn.functional.linear(x_LBW, _parameters[$"{name}.in_proj_weight"], _parameters[$"{name}.in_proj_bias"]).chunk(3, -1);
        var (q, k, v) = (Heads(parts[0]), Heads(parts[1]), Heads(parts[2]));
        q = q / Math.Sqrt(width / heads);
        var scores = q.matmul(k.transpose(-2, -1));
        if (mask is not null)
            scores = scores + mask;
        var mixed = scores.softmax(-1).matmul(v).transpose(0, 1).contiguous().view(length * _batch, width);
        return Linear(mixed, $"{name}.out_proj").view(length, _batch, width);

        Tensor Heads(Tensor part) => part.contiguous().view(length, _batch * heads, width / heads).transpose(0, 1);
    }

    private Tensor Linear(Tensor x, string name) =>
        nn.functional.linear(x, _parameters[$"{name}.weight"], _parameters[$"{name}.bias"]);

    private Tensor Norm(Tensor x, string name, long width) =>
        nn.functional.layer_norm(x, [width], _parameters[$"{name}.weight"], _parameters[$"{name}.bias"]);

    private static Tensor Parameter(ParameterSpec spec)
    {
        var shape = spec.Shape.ToArray();
        var value = spec.Name == ModelParameters.LogitScale ? full(shape, (float)Math.Log(1 / 0.07))
            : spec.Name.Contains("ln_", StringComparison.Ordinal) && shape.Length == 1 ? ones(shape)
            : randn(shape) * 0.02;
        return value.detach().requires_grad_();
    }

    private static Tensor Images(Batch batch)
    {
        var bytes = tensor(Array.ConvertAll(batch.Pixels, pixel => (float)pixel));
        return bytes.view(batch.Count, 3, batch.ImageSize, batch.ImageSize) / 128f - 1f;
    }
}
