using AkkaClip.Model.Configs;

namespace AkkaClip.Model.Parameters;

/// <summary>Where the statistics of one batch norm lie: means at the offset, variances behind them.</summary>
/// <param name="Name">State-dict name within the tower, such as <c>layer1.0.bn2</c>.</param>
/// <param name="Frozen">Its group is locked: it keeps its running statistics, and uses them in training too.</param>
public sealed record BatchNormSlot(string Name, long Offset, int Width, bool Frozen)
{
    /// <summary>The batch norms of a model, in the order of its parameters; none without a ResNet.</summary>
    public static IReadOnlyList<BatchNormSlot> Of(ModelConfig model, ParameterLayout layout)
    {
        var slots = new List<BatchNormSlot>();
        if (model.Vision is not ResNetConfig config)
            return slots;
        var offset = 0L;
        foreach (var (name, width) in Names(config))
        {
            slots.Add(new BatchNormSlot(name, offset, width, layout[$"{ModelParameters.ImagePrefix}{name}.weight"].Frozen));
            offset += 2L * width;
        }

        return slots;
    }

    private static IEnumerable<(string Name, int Width)> Names(ResNetConfig config)
    {
        yield return ("bn1", config.Width / 2);
        yield return ("bn2", config.Width / 2);
        yield return ("bn3", config.Width);
        foreach (var block in Bottleneck.All(config))
        {
            yield return ($"{block.Name}.bn1", block.Planes);
            yield return ($"{block.Name}.bn2", block.Planes);
            yield return ($"{block.Name}.bn3", block.Outputs);
            if (block.HasDownsample)
                yield return ($"{block.Name}.downsample.1", block.Outputs);
        }
    }
}
