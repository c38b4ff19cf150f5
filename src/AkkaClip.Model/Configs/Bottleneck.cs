namespace AkkaClip.Model.Configs;

/// <summary>One bottleneck of a modified ResNet: its place and widths.</summary>
/// <param name="Name">State-dict name within the tower, such as <c>layer2.0</c>.</param>
/// <param name="Stage">1 to 4.</param>
/// <param name="Inputs">Channels that come in.</param>
/// <param name="Planes">Channels within.</param>
/// <param name="Stride">1, or 2 by an average pool behind the 3x3 convolution.</param>
public sealed record Bottleneck(string Name, int Stage, int Inputs, int Planes, int Stride)
{
    public int Outputs => Planes * ResNetConfig.Expansion;

    /// <summary>The shortcut needs a projection.</summary>
    public bool HasDownsample => Stride > 1 || Inputs != Outputs;

    /// <summary>All bottlenecks in order.</summary>
    public static IEnumerable<Bottleneck> All(ResNetConfig config)
    {
        var inputs = config.Width;
        for (var stage = 1; stage <= config.StageLayers.Length; stage++)
        {
            var planes = config.Width << (stage - 1);
            for (var index = 0; index < config.StageLayers[stage - 1]; index++)
            {
                var stride = stage > 1 && index == 0 ? 2 : 1;
                var block = new Bottleneck($"layer{stage}.{index}", stage, inputs, planes, stride);
                yield return block;
                inputs = block.Outputs;
            }
        }
    }
}
