using AkkaClip.Core.Runs;
using AkkaClip.Model.Fused.Native;

namespace AkkaClip.Model.Fused;

/// <summary>What the blocks of a transformer have in common.</summary>
internal sealed record BlockShape(
    int Width, int MlpWidth, int Heads, bool Causal, bool HasLayerScale, Activation Activation, PrecisionKind Precision)
{
    public int HeadWidth => Width / Heads;
}
