namespace AkkaClip.Model.Towers;

/// <summary>Texts that a text tower computes together, cut to one length.</summary>
/// <param name="Rows">Their rows in the input, [n].</param>
/// <param name="Length">Tokens computed of each.</param>
/// <param name="Pooled">Position of the token that stands for each text, [n], below <paramref name="Length"/>.</param>
public sealed record TextChunk(int[] Rows, int Length, int[] Pooled);
