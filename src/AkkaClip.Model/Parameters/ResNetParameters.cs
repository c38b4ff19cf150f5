using AkkaClip.Model.Configs;

namespace AkkaClip.Model.Parameters;

/// <summary>Parameters of a modified ResNet. Lock groups: stem, the four stages, attention pooling.</summary>
internal static class ResNetParameters
{
    private const int PoolingGroup = 5;

    public static IReadOnlyList<ParameterSpec> Of(ResNetConfig config, int embedDim, string prefix)
    {
        var specs = new SpecList(TowerKind.Image, prefix);
        AddStem(specs, config.Width);
        foreach (var block in Bottleneck.All(config))
            AddBottleneck(specs, block);
        AddPooling(specs, config, embedDim);
        return specs.Specs;
    }

    private static void AddStem(SpecList specs, int width)
    {
        specs.Convolution("conv1", 0, width / 2, 3, 3);
        specs.Norm("bn1", 0, width / 2);
        specs.Convolution("conv2", 0, width / 2, width / 2, 3);
        specs.Norm("bn2", 0, width / 2);
        specs.Convolution("conv3", 0, width, width / 2, 3);
        specs.Norm("bn3", 0, width);
    }

    /// <summary>The last norm starts with gain 0, so that every bottleneck starts as its shortcut.</summary>
    private static void AddBottleneck(SpecList specs, Bottleneck block)
    {
        var (name, group) = (block.Name, block.Stage);
        specs.Convolution($"{name}.conv1", group, block.Planes, block.Inputs, 1);
        specs.Norm($"{name}.bn1", group, block.Planes);
        specs.Convolution($"{name}.conv2", group, block.Planes, block.Planes, 3);
        specs.Norm($"{name}.bn2", group, block.Planes);
        specs.Convolution($"{name}.conv3", group, block.Outputs, block.Planes, 1);
        specs.Norm($"{name}.bn3", group, block.Outputs, gain: 0);
        if (!block.HasDownsample)
            return;
        specs.Convolution($"{name}.downsample.0", group, block.Outputs, block.Inputs, 1);
        specs.Norm($"{name}.downsample.1", group, block.Outputs);
    }

    private static void AddPooling(SpecList specs, ResNetConfig config, int embedDim)
    {
        var width = config.FeatureWidth;
        var scale = Math.Pow(width, -0.5);
        specs.Normal("attnpool.positional_embedding", PoolingGroup, scale, (config.Grid * config.Grid) + 1, width);
        foreach (var (name, outputs) in new[] { ("k_proj", width), ("q_proj", width), ("v_proj", width), ("c_proj", embedDim) })
        {
            specs.Normal($"attnpool.{name}.weight", PoolingGroup, scale, outputs, width);
            specs.Uniform($"attnpool.{name}.bias", PoolingGroup, scale, outputs);
        }
    }
}
