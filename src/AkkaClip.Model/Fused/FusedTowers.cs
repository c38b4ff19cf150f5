using AkkaClip.Core.Runs;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Optimization;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Towers;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaClip.Model.Fused;

/// <summary>Whether the fused kernels can compute a tower, and the tower.</summary>
internal static class FusedTowers
{
    /// <summary>Why the fused kernels cannot compute the image tower; null: they can.</summary>
    public static string? WhyNotImage(ModelConfig config, Device device, TowerOptions options) => config.Vision switch
    {
        not VitConfig => "the image tower is not a Vision Transformer",
        _ => WhyNot(device, options),
    };

    /// <summary>Why the fused kernels cannot compute the text tower; null: they can.</summary>
    public static string? WhyNotText(Device device, TowerOptions options) => WhyNot(device, options);

    public static ITower<ImageInput> Image(ModelConfig config, FlatParameters parameters, TowerOptions options) =>
        new FusedVisionTower((VitConfig)config.Vision, config, parameters, options);

    public static ITower<TextInput> Text(ModelConfig config, FlatParameters parameters, TowerOptions options) =>
        new FusedTextTower(config, parameters, options);

    public static IAdamW Optimizer(AdamWOptions options, FlatParameters parameters) => new FusedAdamW(options, parameters);

    private static string? WhyNot(Device device, TowerOptions options)
    {
        if (device.type != DeviceType.CPU)
            return $"the device is {device}, not a CPU";
        if (!FusedKernels.IsAvailable)
            return FusedKernels.Unavailable;
        return options.Precision == PrecisionKind.BFloat16 && !FusedKernels.SupportsBFloat16
            ? "this CPU has no bf16 products (AVX512_BF16 or AMX)"
            : null;
    }
}
