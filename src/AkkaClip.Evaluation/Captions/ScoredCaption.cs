namespace AkkaClip.Evaluation.Captions;

/// <summary>A caption that a model finds fitting.</summary>
/// <param name="Text">The caption.</param>
/// <param name="Score">Cosine of the angle between caption and picture.</param>
/// <param name="IsOwn">It is one of the picture's own.</param>
public readonly record struct ScoredCaption(string Text, float Score, bool IsOwn);
