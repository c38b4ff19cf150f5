using System.Collections.Immutable;
using System.Text.Json;

namespace AkkaClip.Model.Configs;

/// <summary>Reads <c>vision_cfg</c>. Defaults are OpenCLIP's.</summary>
internal static class VisionConfigReader
{
    private static readonly string[] VitOnly =
        ["mlp_ratio", "patch_size", "ls_init_value", "patch_dropout", "pool_type", "no_ln_pre", "final_ln_after_pool"];

    public static VisionConfig Read(JsonSection json)
    {
        json.Only("timm_model_name", "null", "an image tower of timm");
        json.Only("attentional_pool", "false", "attentional pooling of a Vision Transformer");
        json.Only("output_tokens", "false", "token output (CoCa)");
        json.Only("pos_embed_type", "\"learnable\"", "a fixed positional embedding");
        json.Only("act_kwargs", "null", "an activation with arguments");
        json.Only("norm_kwargs", "null", "a norm with arguments");
        json.Only("block_type", "null", "a custom attention block");
        VisionConfig config = json.TryTake("layers", out var layers) && layers.ValueKind == JsonValueKind.Array
            ? ReadResNet(json, layers)
            : ReadVit(json);
        json.Finish();
        return config;
    }

    private static VitConfig ReadVit(JsonSection json)
    {
        var config = new VitConfig
        {
            ImageSize = ImageSize(json),
            Layers = json.Integer("layers", 12, max: 1000),
            Width = json.Integer("width", 768),
            HeadWidth = json.Integer("head_width", 64),
            PatchSize = json.Integer("patch_size", 16),
            MlpRatio = json.Number("mlp_ratio", 0.01, 100) ?? 4,
            LayerScaleInit = json.Number("ls_init_value", 0, 100),
            PatchDropout = json.Number("patch_dropout", 0, 0.999) ?? 0,
            Pooling = json.Choice("pool_type", ("tok", ImagePooling.ClassToken), ("avg", ImagePooling.PatchMean)),
            NoLnPre = json.Flag("no_ln_pre"),
            FinalLnAfterPool = json.Flag("final_ln_after_pool"),
        };
        if (config.Width % config.HeadWidth != 0)
            json.Error("head_width", $"{config.HeadWidth} does not divide the width of {config.Width}");
        if (config.ImageSize % config.PatchSize != 0)
            json.Error("patch_size", $"{config.PatchSize} does not divide the image size of {config.ImageSize}");
        return config;
    }

    private static ResNetConfig ReadResNet(JsonSection json, JsonElement layers)
    {
        foreach (var name in VitOnly)
        {
            if (json.TryTake(name, out var value) && !IsNothing(value))
                json.Error(name, "a ResNet (layers is a list) has none; leave the field out");
        }

        var config = new ResNetConfig
        {
            ImageSize = ImageSize(json),
            Width = json.Integer("width", 64, min: 2),
            HeadWidth = json.Integer("head_width", 64),
            StageLayers = StageLayers(json, layers),
        };
        if (config.Width % 2 != 0)
            json.Error("width", $"{config.Width} is odd, and the stem is half as wide");
        if (config.FeatureWidth % config.HeadWidth != 0)
            json.Error("head_width", $"{config.HeadWidth} does not divide the width of the last stage, {config.FeatureWidth}");
        if (config.ImageSize % ResNetConfig.TotalStride != 0)
            json.Error("image_size", $"{config.ImageSize} is no multiple of {ResNetConfig.TotalStride}");
        return config;
    }

    private static ImmutableArray<int> StageLayers(JsonSection json, JsonElement layers)
    {
        var stages = ImmutableArray.CreateBuilder<int>();
        foreach (var element in layers.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var count) && count is >= 1 and <= 1000)
                stages.Add(count);
        }

        if (stages.Count == 4 && layers.GetArrayLength() == 4)
            return stages.ToImmutable();
        json.Error("layers", "a ResNet has four stages of at least one bottleneck, such as [3, 4, 6, 3]");
        return [1, 1, 1, 1];
    }

    /// <summary>A number, or [height, width] of a square.</summary>
    private static int ImageSize(JsonSection json)
    {
        if (json.TryTake("image_size", out var value) && value.ValueKind == JsonValueKind.Array)
        {
            var edges = value.EnumerateArray().Select(edge => edge.GetRawText()).ToArray();
            if (edges.Length == 2 && edges[0] == edges[1] && int.TryParse(edges[0], out var edge) && edge > 0)
                return edge;
            json.Error("image_size", $"images are square; {value.GetRawText()} is not");
            return 224;
        }

        return json.Integer("image_size", 224, max: 1 << 14);
    }

    private static bool IsNothing(JsonElement value) =>
        value.ValueKind == JsonValueKind.False || (value.ValueKind == JsonValueKind.Number && value.GetRawText() is "0" or "0.0");
}
