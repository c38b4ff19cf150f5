using AkkaClip.Model.Configs;

namespace AkkaClip.Model.Parameters;

/// <summary>The parameters that a model has, by OpenCLIP's state-dict names, shapes and initialisation.</summary>
public static class ModelParameters
{
    public const string LogitScale = "logit_scale";
    public const string LogitBias = "logit_bias";

    /// <summary>Name prefix of the image tower.</summary>
    public const string ImagePrefix = "visual.";

    /// <summary>Name prefix of the text tower: none, or <c>text.</c> for a custom-text model.</summary>
    public static string TextPrefix(ModelConfig config) => config.CustomText ? "text." : "";

    public static IReadOnlyList<ParameterSpec> Of(ModelConfig config)
    {
        var specs = new List<ParameterSpec>(TextParameters.Of(config.Text, config.EmbedDim, TextPrefix(config)));
        specs.AddRange(config.Vision switch
        {
            VitConfig vit => VitParameters.Of(vit, config.EmbedDim, ImagePrefix),
            ResNetConfig resNet => ResNetParameters.Of(resNet, config.EmbedDim, ImagePrefix),
            _ => throw new ArgumentException($"unknown image tower {config.Vision.GetType().Name}", nameof(config)),
        });
        specs.Add(LossParameter(LogitScale, config.InitLogitScale));
        if (config.InitLogitBias is { } bias)
            specs.Add(LossParameter(LogitBias, bias));
        return specs;
    }

    /// <summary>Parameters as model cards count them.</summary>
    public static long Count(ModelConfig config) => Of(config).Sum(spec => spec.Length);

    private static ParameterSpec LossParameter(string name, double value) =>
        new(name, [], TowerKind.Loss, ParameterSpec.NeverLocked, new Initialization.Constant(value));
}
