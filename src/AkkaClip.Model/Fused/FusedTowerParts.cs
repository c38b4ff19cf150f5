namespace AkkaClip.Model.Fused;

/// <summary>What a fused tower is made of behind its embedding.</summary>
/// <param name="Name">For errors.</param>
/// <param name="EmbedDim">D, the width of the features.</param>
/// <param name="IsTrained">Some parameter of the tower is.</param>
/// <param name="IsEmbeddingTrained">Some parameter ahead of the blocks is.</param>
internal sealed record FusedTowerParts(
    string Name, TransformerStack Stack, FeatureHead Head, int EmbedDim, bool IsTrained, bool IsEmbeddingTrained);
