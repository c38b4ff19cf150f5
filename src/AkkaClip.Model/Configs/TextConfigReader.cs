namespace AkkaClip.Model.Configs;

/// <summary>Reads <c>text_cfg</c>. Defaults are OpenCLIP's.</summary>
internal static class TextConfigReader
{
    public static TextConfig Read(JsonSection json)
    {
        json.Only("hf_model_name", "null", "a text tower of Hugging Face");
        json.Only("hf_tokenizer_name", "null", "a tokenizer of Hugging Face");
        json.Only("text_arch", "\"clip\"", "another text architecture");
        json.Only("embed_cls", "false", "a class token of the text (CoCa)");
        json.Only("output_tokens", "false", "token output (CoCa)");
        json.Only("proj_type", "\"linear\"", "a text tower without projection");
        json.Only("final_ln_after_pool", "false", "a text norm behind the pooling");
        json.Only("act_kwargs", "null", "an activation with arguments");
        json.Only("norm_kwargs", "null", "a norm with arguments");
        json.Only("block_type", "null", "a custom attention block");
        json.Only("pad_id", "0", "a padding token other than 0");
        var config = new TextConfig
        {
            ContextLength = json.Integer("context_length", 77, min: 2, max: 1 << 16),
            VocabSize = json.Integer("vocab_size", 49408, min: 3),
            Width = json.Integer("width", 512),
            Heads = json.Integer("heads", 8),
            Layers = json.Integer("layers", 12, max: 1000),
            MlpRatio = json.Number("mlp_ratio", 0.01, 100) ?? 4,
            LayerScaleInit = json.Number("ls_init_value", 0, 100),
            Pooling = json.Choice(
                "pool_type", ("argmax", TextPooling.EndToken), ("first", TextPooling.First), ("last", TextPooling.Last)),
            NoCausalMask = json.Flag("no_causal_mask"),
            ProjectionBias = json.Flag("proj_bias"),
        };
        if (config.Width % config.Heads != 0)
            json.Error("heads", $"{config.Heads} heads do not divide the width of {config.Width}");
        if (config is { Pooling: TextPooling.First, NoCausalMask: false })
            json.Error("pool_type", "under a causal mask the first token sees nothing of the text; set no_causal_mask");
        json.Finish();
        return config;
    }
}
