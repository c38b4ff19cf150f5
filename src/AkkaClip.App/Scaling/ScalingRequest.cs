using AkkaClip.Core.Scaling;

namespace AkkaClip.App.Scaling;

/// <summary>What a study is to say beyond the laws.</summary>
/// <param name="Methods">Which points lines are drawn through.</param>
/// <param name="Bootstrap">Draws, seed and confidence of all intervals.</param>
/// <param name="Predictions">Models to predict.</param>
/// <param name="HoldOut">Patterns of the labels to leave out and predict.</param>
/// <param name="Budget">GMAC to split between model and samples; null: none.</param>
internal sealed record ScalingRequest(
    IReadOnlyList<FitMethod> Methods, BootstrapOptions Bootstrap, IReadOnlyList<ScalingTarget> Predictions, IReadOnlyList<string> HoldOut, double? Budget);
