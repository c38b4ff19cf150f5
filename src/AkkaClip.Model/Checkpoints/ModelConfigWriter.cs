using System.Text.Json.Nodes;
using AkkaClip.Model.Configs;

namespace AkkaClip.Model.Checkpoints;

/// <summary>Writes a model as OpenCLIP's JSON; what <see cref="ModelConfigReader"/> reads. Defaults of OpenCLIP are left out.</summary>
public static class ModelConfigWriter
{
    /// <summary>The model JSON, <c>model_cfg</c> of a hub's <c>open_clip_config.json</c>.</summary>
    public static JsonObject Write(ModelConfig config)
    {
        var json = new JsonObject { ["embed_dim"] = config.EmbedDim };
        Add(json, "quick_gelu", config.QuickGelu);
        Add(json, "custom_text", config.CustomText);
        if (config.InitLogitScale != ModelConfig.DefaultInitLogitScale)
            json["init_logit_scale"] = config.InitLogitScale;
        if (config.InitLogitBias is { } bias)
            json["init_logit_bias"] = bias;
        json["vision_cfg"] = Vision(config.Vision);
        json["text_cfg"] = Text(config.Text);
        return json;
    }

    private static JsonObject Vision(VisionConfig config)
    {
        var json = new JsonObject { ["image_size"] = config.ImageSize, ["width"] = config.Width, ["head_width"] = config.HeadWidth };
        switch (config)
        {
            case ResNetConfig resNet:
                json["layers"] = new JsonArray([.. resNet.StageLayers.Select(layers => (JsonNode)layers)]);
                break;
            case VitConfig vit:
                json["layers"] = vit.Layers;
                json["patch_size"] = vit.PatchSize;
                if (vit.MlpRatio != 4)
                    json["mlp_ratio"] = vit.MlpRatio;
                if (vit.LayerScaleInit is { } scale)
                    json["ls_init_value"] = scale;
                if (vit.PatchDropout > 0)
                    json["patch_dropout"] = vit.PatchDropout;
                if (vit.Pooling == ImagePooling.PatchMean)
                    json["pool_type"] = "avg";
                Add(json, "no_ln_pre", vit.NoLnPre);
                Add(json, "final_ln_after_pool", vit.FinalLnAfterPool);
                break;
            default:
                throw new ArgumentException($"unknown image tower {config.GetType().Name}", nameof(config));
        }
        return json;
    }

    private static JsonObject Text(TextConfig config)
    {
        var json = new JsonObject
        {
            ["context_length"] = config.ContextLength,
            ["vocab_size"] = config.VocabSize,
            ["width"] = config.Width,
            ["heads"] = config.Heads,
            ["layers"] = config.Layers,
        };
        if (config.MlpRatio != 4)
            json["mlp_ratio"] = config.MlpRatio;
        if (config.LayerScaleInit is { } scale)
            json["ls_init_value"] = scale;
        if (config.Pooling != TextPooling.EndToken)
            json["pool_type"] = config.Pooling == TextPooling.First ? "first" : "last";
        Add(json, "no_causal_mask", config.NoCausalMask);
        Add(json, "proj_bias", config.ProjectionBias);
        return json;
    }

    private static void Add(JsonObject json, string name, bool value)
    {
        if (value)
            json[name] = true;
    }
}
