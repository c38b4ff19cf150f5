using AkkaClip.Core.Runs;

namespace AkkaClip.Model.Parameters;

/// <summary>Which parameters AdamW decays, by OpenCLIP's two rules.</summary>
public static class WeightDecay
{
    private static readonly string[] ExemptInV3 = ["bn", "ln", "bias", "logit_scale"];

    /// <summary>
    /// Version 3: matrices whose name says nothing of norms, biases and the scale; positional embeddings are decayed.
    /// Version 4: matrices but the towers' positional embeddings; the one of a ResNet's attention pooling is decayed.
    /// </summary>
    public static bool Applies(DecayRule rule, ParameterSpec parameter)
    {
        if (parameter.Shape.Length < 2)
            return false;
        return rule switch
        {
            DecayRule.V3 => !ExemptInV3.Any(part => parameter.Name.Contains(part, StringComparison.Ordinal)),
            DecayRule.V4 => parameter.Name is not (
                "positional_embedding" or "text.positional_embedding" or "visual.positional_embedding"),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "unknown decay rule"),
        };
    }
}
