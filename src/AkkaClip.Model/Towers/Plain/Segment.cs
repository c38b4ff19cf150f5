using static TorchSharp.torch;

namespace AkkaClip.Model.Towers.Plain;

/// <summary>A stretch of a tower between two places where gradient checkpointing may cut.</summary>
/// <param name="Trained">It has parameters that want gradients.</param>
internal sealed record Segment(Func<Tensor, Tensor> Forward, bool Trained);
