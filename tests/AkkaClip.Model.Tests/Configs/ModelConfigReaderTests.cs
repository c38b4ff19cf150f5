using AkkaClip.Model.Configs;

namespace AkkaClip.Model.Tests.Configs;

public sealed class ModelConfigReaderTests
{
    private const string Text = """ "text_cfg": { "width": 64, "heads": 4, "layers": 2 } """;

    [Fact]
    public void Absent_fields_have_OpenCLIPs_defaults()
    {
        var config = Parse("""{ "embed_dim": 8, "vision_cfg": {}, "text_cfg": {} }""");
        var vit = Assert.IsType<VitConfig>(config.Vision);
        Assert.Equal((224, 12, 768, 64, 16, 3072), (vit.ImageSize, vit.Layers, vit.Width, vit.HeadWidth, vit.PatchSize, vit.MlpWidth));
        Assert.Equal((77, 49408, 512, 8, 12), (config.Text.ContextLength, config.Text.VocabSize, config.Text.Width, config.Text.Heads, config.Text.Layers));
        Assert.Equal(Math.Log(1 / 0.07), config.InitLogitScale);
        Assert.Null(config.InitLogitBias);
    }

    [Fact]
    public void A_list_of_layers_makes_a_ResNet()
    {
        var config = Parse($$"""{ "embed_dim": 8, "vision_cfg": { "layers": [1, 2, 3, 4], "width": 32, "patch_size": null }, {{Text}} }""");
        var resNet = Assert.IsType<ResNetConfig>(config.Vision);
        Assert.Equal<int>([1, 2, 3, 4], resNet.StageLayers);
        Assert.Equal(1024, resNet.FeatureWidth);
    }

    [Fact]
    public void The_configuration_of_a_hub_is_read_from_its_inner_part() =>
        Assert.Equal(8, Parse($$"""{ "model_cfg": { "embed_dim": 8, "vision_cfg": {}, {{Text}} }, "preprocess_cfg": {} }""").EmbedDim);

    [Theory]
    [InlineData("""{ "embed_dim": 8, "vision_cfg": { "widht": 64 }, TEXT }""", "$.vision_cfg.widht")]
    [InlineData("""{ "embed_dim": 8, "embed_dim": 9, "vision_cfg": {}, TEXT }""", "$.embed_dim")]
    [InlineData("""{ "vision_cfg": {}, TEXT }""", "$.embed_dim: missing")]
    [InlineData("""{ "embed_dim": 8, TEXT }""", "$.vision_cfg: missing")]
    [InlineData("""{ "embed_dim": 8, "vision_cfg": [], TEXT }""", "$.vision_cfg: an object")]
    [InlineData("""{ "embed_dim": 0, "vision_cfg": {}, TEXT }""", "$.embed_dim")]
    [InlineData("""{ "embed_dim": 8.5, "vision_cfg": {}, TEXT }""", "$.embed_dim")]
    [InlineData("""{ "embed_dim": 8, "vision_cfg": { "width": 100 }, TEXT }""", "$.vision_cfg.head_width")]
    [InlineData("""{ "embed_dim": 8, "vision_cfg": { "image_size": 100 }, TEXT }""", "$.vision_cfg.patch_size")]
    [InlineData("""{ "embed_dim": 8, "vision_cfg": { "image_size": [224, 160] }, TEXT }""", "$.vision_cfg.image_size")]
    [InlineData("""{ "embed_dim": 8, "vision_cfg": { "layers": [1, 2, 3] }, TEXT }""", "$.vision_cfg.layers")]
    [InlineData("""{ "embed_dim": 8, "vision_cfg": { "layers": [1, 1, 1, 1], "patch_size": 16, "width": 64 }, TEXT }""", "$.vision_cfg.patch_size")]
    [InlineData("""{ "embed_dim": 8, "vision_cfg": { "layers": [1, 1, 1, 1], "image_size": 65 }, TEXT }""", "$.vision_cfg.image_size")]
    [InlineData("""{ "embed_dim": 8, "vision_cfg": { "pool_type": "max" }, TEXT }""", "$.vision_cfg.pool_type")]
    [InlineData("""{ "embed_dim": 8, "vision_cfg": { "attentional_pool": true }, TEXT }""", "$.vision_cfg.attentional_pool")]
    [InlineData("""{ "embed_dim": 8, "vision_cfg": { "timm_model_name": "convnext" }, TEXT }""", "$.vision_cfg.timm_model_name")]
    [InlineData("""{ "embed_dim": 8, "vision_cfg": {}, "text_cfg": { "embed_cls": true } }""", "$.text_cfg.embed_cls")]
    [InlineData("""{ "embed_dim": 8, "vision_cfg": {}, "text_cfg": { "heads": 5 } }""", "$.text_cfg.heads")]
    [InlineData("""{ "embed_dim": 8, "vision_cfg": {}, "text_cfg": { "pool_type": "first" } }""", "$.text_cfg.pool_type")]
    [InlineData("""{ "embed_dim": 8, "multimodal_cfg": {}, "vision_cfg": {}, TEXT }""", "$.multimodal_cfg")]
    [InlineData("""[]""", "$: an object")]
    [InlineData("""{ "embed_dim": """, "is not JSON")]
    public void What_is_wrong_is_named_by_its_path(string json, string expected)
    {
        var error = Assert.Throws<ModelConfigException>(() => Parse(json.Replace("TEXT", Text, StringComparison.Ordinal)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("my.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_reported_at_once()
    {
        var error = Assert.Throws<ModelConfigException>(() => Parse("""{ "embed_dim": -1, "vision_cfg": { "width": "wide" }, "text_cfg": { "deep": 1 } }"""));
        Assert.Contains("$.embed_dim", error.Message, StringComparison.Ordinal);
        Assert.Contains("$.vision_cfg.width", error.Message, StringComparison.Ordinal);
        Assert.Contains("$.text_cfg.deep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_a_clear_error()
    {
        var error = Assert.Throws<ModelConfigException>(() => ModelConfigs.Resolve("no/such/model.json"));
        Assert.Contains("no/such/model.json", error.Message, StringComparison.Ordinal);
    }

    private static ModelConfig Parse(string json) => ModelConfigReader.Parse(json, "my", "my.json");
}
