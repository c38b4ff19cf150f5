namespace AkkaClip.Model.Replicas;

/// <summary>What a step came to; the same on every rank but for the timings.</summary>
/// <param name="Loss">Of the global batch.</param>
/// <param name="GradientNorm">L2 norm of the global gradient over all trained parameters, before clipping.</param>
/// <param name="IsFinite">Loss and gradient norm are finite; otherwise the step is skipped by all.</param>
/// <param name="LogitScale">The factor exp(logit_scale) that the loss was computed with.</param>
public sealed record StepOutcome(
    long Step, double Loss, double GradientNorm, bool IsFinite, double LogitScale, StepTimings Timings);
