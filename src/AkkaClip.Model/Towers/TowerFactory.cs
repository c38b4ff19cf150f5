using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Fused;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Towers.Plain;

namespace AkkaClip.Model.Towers;

/// <summary>
/// The one place where it is decided which implementation computes a replica: the fused CPU kernels wherever they can,
/// unless the run asks for the plain one.
/// </summary>
internal static class TowerFactory
{
    /// <exception cref="UserErrorException">The run asks for the fused kernels, and they cannot compute either tower.</exception>
    public static TowerPair Create(
        ModelConfig config, FlatParameters parameters, BatchStatistics statistics, TowerOptions options, ComputeKind compute)
    {
        var device = parameters.Device;
        var noImages = compute == ComputeKind.Plain ? "the run asks for it" : FusedTowers.WhyNotImage(config, device, options);
        var noTexts = compute == ComputeKind.Plain ? "the run asks for it" : FusedTowers.WhyNotText(device, options);
        if (compute == ComputeKind.Fused && noImages is not null && noTexts is not null)
            throw new UserErrorException($"model.compute is fused, but the fused kernels cannot compute this model: {noTexts}. Set it to auto or plain.");
        return new TowerPair(
            noImages is null ? FusedTowers.Image(config, parameters, options) : PlainImages(config, parameters, statistics, options),
            noTexts is null ? FusedTowers.Text(config, parameters, options) : new TextTransformer(config, parameters, options),
            Fused: noImages is null || noTexts is null);
    }

    private static ITower<ImageInput> PlainImages(
        ModelConfig config, FlatParameters parameters, BatchStatistics statistics, TowerOptions options) => config.Vision switch
        {
            VitConfig vit => new VisionTransformer(vit, config.QuickGelu, parameters, options),
            ResNetConfig resNet => new ModifiedResNet(resNet, parameters, statistics, options),
            _ => throw new ArgumentException($"unknown image tower {config.Vision.GetType().Name}", nameof(config)),
        };
}
