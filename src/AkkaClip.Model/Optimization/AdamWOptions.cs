using AkkaClip.Core.Runs;

namespace AkkaClip.Model.Optimization;

/// <summary>AdamW with decoupled decay (Loshchilov and Hutter 2019), and what goes around its step.</summary>
/// <param name="ClipNorm">Largest global gradient norm; 0: not clipped.</param>
public sealed record AdamWOptions(
    double Beta1, double Beta2, double Epsilon, double WeightDecay, DecayRule DecayRule, double ClipNorm)
{
    public static AdamWOptions From(TrainingSpec training) => new(
        training.Beta1, training.Beta2, training.Epsilon, training.WeightDecay, training.DecayRule, training.ClipNorm);
}
