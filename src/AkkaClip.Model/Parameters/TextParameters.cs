using AkkaClip.Model.Configs;

namespace AkkaClip.Model.Parameters;

/// <summary>Parameters of a text transformer. Lock groups: embeddings, layers (the last with ln_final), projection.</summary>
internal static class TextParameters
{
    public static IReadOnlyList<ParameterSpec> Of(TextConfig config, int embedDim, string prefix)
    {
        var specs = new SpecList(TowerKind.Text, prefix);
        specs.Normal("token_embedding.weight", 0, 0.02, config.VocabSize, config.Width);
        specs.Normal("positional_embedding", 0, 0.01, config.ContextLength, config.Width);
        var block = new BlockParameters(
            config.Width, config.MlpWidth, config.Layers, config.LayerScaleInit, ScaledForDepth: true);
        for (var layer = 0; layer < config.Layers; layer++)
            block.AddTo(specs, $"transformer.resblocks.{layer}", group: layer + 1);
        specs.Norm("ln_final", config.Layers, config.Width);
        AddProjection(specs, config, embedDim);
        return specs.Specs;
    }

    private static void AddProjection(SpecList specs, TextConfig config, int embedDim)
    {
        var scale = Math.Pow(config.Width, -0.5);
        if (!config.ProjectionBias)
        {
            specs.Normal("text_projection", config.Layers + 1, scale, config.Width, embedDim);
            return;
        }

        specs.Normal("text_projection.weight", config.Layers + 1, scale, embedDim, config.Width);
        specs.Constant("text_projection.bias", config.Layers + 1, 0, embedDim);
    }
}
