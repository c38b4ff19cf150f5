namespace AkkaClip.Data.Samples;

/// <summary>Why a sample cannot be used: a kind to count by, and the details for people.</summary>
public sealed record SampleProblem(SampleProblemKind Kind, string Message);
