using AkkaClip.Model.Configs;

namespace AkkaClip.Model.Parameters;

/// <summary>Parameters of a Vision Transformer. Lock groups: embeddings, layers (the last with ln_post), projection.</summary>
internal static class VitParameters
{
    public static IReadOnlyList<ParameterSpec> Of(VitConfig config, int embedDim, string prefix)
    {
        var specs = new SpecList(TowerKind.Image, prefix);
        var scale = Math.Pow(config.Width, -0.5);
        specs.Normal("class_embedding", 0, scale, config.Width);
        specs.Normal("positional_embedding", 0, scale, config.NumTokens, config.Width);
        specs.Convolution("conv1", 0, config.Width, 3, config.PatchSize);
        if (!config.NoLnPre)
            specs.Norm("ln_pre", 0, config.Width);
        var block = new BlockParameters(
            config.Width, config.MlpWidth, config.Layers, config.LayerScaleInit, ScaledForDepth: false);
        for (var layer = 0; layer < config.Layers; layer++)
            block.AddTo(specs, $"transformer.resblocks.{layer}", group: layer + 1);
        specs.Norm("ln_post", config.Layers, config.Width);
        specs.Normal("proj", config.Layers + 1, scale, config.Width, embedDim);
        return specs.Specs;
    }
}
