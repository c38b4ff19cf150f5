using System.Text.Json;

namespace AkkaClip.Model.Configs;

/// <summary>Reads OpenCLIP's model JSON. Everything that is wrong with a file is reported at once.</summary>
public static class ModelConfigReader
{
    /// <exception cref="ModelConfigException">The file cannot be read, or is not a model that can be built.</exception>
    public static ModelConfig ReadFile(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), Path.GetFileNameWithoutExtension(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelConfigException($"The model configuration {path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <param name="json">The model JSON, or a hub's <c>open_clip_config.json</c> that holds it under <c>model_cfg</c>.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="ModelConfigException">It is not a model that can be built.</exception>
    public static ModelConfig Parse(string json, string name, string source)
    {
        var errors = new List<string>();
        var config = Parse(Document(json, source), name, errors);
        return errors.Count == 0
            ? config
            : throw new ModelConfigException($"The model configuration {source} cannot be used:\n  {string.Join("\n  ", errors)}");
    }

    private static JsonElement Document(string json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new ModelConfigException($"The model configuration {source} is not JSON: {exception.Message}", exception);
        }
    }

    private static ModelConfig Parse(JsonElement json, string name, List<string> errors)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("model_cfg", out var inner))
            json = inner;
        var root = new JsonSection(json, "$", errors);
        root.Only("multimodal_cfg", "null", "a caption decoder (CoCa)");
        root.Only("nonscalar_logit_scale", "false", "a logit scale that is not a scalar");
        var config = new ModelConfig
        {
            Name = name,
            EmbedDim = root.Integer("embed_dim", null),
            QuickGelu = root.Flag("quick_gelu"),
            CustomText = root.Flag("custom_text"),
            InitLogitBias = root.Number("init_logit_bias", -1000, 1000),
            Vision = VisionConfigReader.Read(root.Section("vision_cfg")),
            Text = TextConfigReader.Read(root.Section("text_cfg")),
        };
        config = root.Number("init_logit_scale", 0, Math.Log(100)) is { } scale ? config with { InitLogitScale = scale } : config;
        root.Finish();
        return config;
    }
}
