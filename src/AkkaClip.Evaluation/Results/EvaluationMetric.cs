namespace AkkaClip.Evaluation.Results;

/// <summary>One figure by its name in CLIP_benchmark; shares are from 0 to 1.</summary>
public readonly record struct EvaluationMetric(string Name, double Value);
