namespace AkkaClip.Evaluation.Tasks;

/// <summary>How far a task is.</summary>
/// <param name="Task">Its name.</param>
/// <param name="NumDone">Pictures embedded.</param>
/// <param name="NumSamples">Pictures in all.</param>
public readonly record struct EvaluationProgress(string Task, int NumDone, int NumSamples);
