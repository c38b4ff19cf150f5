using AkkaClip.Core.Runs;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Towers.Plain;

namespace AkkaClip.Model.Towers;

/// <summary>The one place where it is decided which implementation computes a replica.</summary>
internal static class TowerFactory
{
    public static TowerPair Create(
        ModelConfig config, FlatParameters parameters, BatchStatistics statistics, TowerOptions options, ComputeKind compute) =>
        new(PlainImages(config, parameters, statistics, options), new TextTransformer(config, parameters, options), Fused: false);

    private static ITower<ImageInput> PlainImages(
        ModelConfig config, FlatParameters parameters, BatchStatistics statistics, TowerOptions options) => config.Vision switch
        {
            VitConfig vit => new VisionTransformer(vit, config.QuickGelu, parameters, options),
            ResNetConfig resNet => new ModifiedResNet(resNet, parameters, statistics, options),
            _ => throw new ArgumentException($"unknown image tower {config.Vision.GetType().Name}", nameof(config)),
        };
}
