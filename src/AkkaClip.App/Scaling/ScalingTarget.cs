using AkkaClip.Core.Errors;
using AkkaClip.Model.Configs;

namespace AkkaClip.App.Scaling;

/// <summary>A model that nobody trained yet.</summary>
/// <param name="Text">As it was asked for.</param>
/// <param name="Compute">GMAC of all its forward passes.</param>
internal sealed record ScalingTarget(string Text, double Compute)
{
    private const double FlopsPerGmac = 2e9;

    /// <summary><c>MODEL@SAMPLES</c>, with a built-in model or GMAC per sample before the sign, or GMAC of the whole training.</summary>
    /// <exception cref="UserErrorException">It is neither.</exception>
    public static ScalingTarget Parse(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 0)
            return new ScalingTarget(text, Quantity.TryParse(text) ?? throw Wrong(text));
        var samples = Quantity.TryParse(text[(at + 1)..]) ?? throw Wrong(text);
        return new ScalingTarget(text, samples * (Quantity.TryParse(text[..at]) ?? Gmacs(text[..at])));
    }

    private static double Gmacs(string model)
    {
        var cost = ModelCost.Of(ModelConfigs.Resolve(model));
        return (cost.ImageFlops + cost.TextFlops) / FlopsPerGmac;
    }

    private static UserErrorException Wrong(string text) =>
        new($"--predict is '{text}'; it must be MODEL@SAMPLES (ViT-H-14@34B), GMAC per sample@SAMPLES (532.92@34B) or the GMAC of all forward passes (1.8e13).");
}
