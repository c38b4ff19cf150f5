using AkkaClip.Core.Runs;

namespace AkkaClip.Model.Optimization;

/// <summary>AdamW with decoupled decay (Loshchilov and Hutter 2019), and what goes around its step.</summary>
/// <param name="ClipNorm">Largest global gradient norm; 0: not clipped.</param>
public sealed record AdamWOptions(
    double Beta1, double Beta2, double Epsilon, double WeightDecay, DecayRule DecayRule, double ClipNorm)
{
    /// <summary>For a replica that only embeds and takes no step.</summary>
    public static AdamWOptions Unused { get; } = new(0.9, 0.98, 1e-6, 0, DecayRule.V4, 0);

    public static AdamWOptions From(TrainingSpec training) => new(
        training.Beta1, training.Beta2, training.Epsilon, training.WeightDecay, training.DecayRule, training.ClipNorm);
}
