using System.Collections.Immutable;

namespace AkkaClip.Model.Configs;

/// <summary>CLIP's modified ResNet: three stem convolutions, antialiased strides, attention pooling.</summary>
public sealed record ResNetConfig : VisionConfig
{
    /// <summary>Width of a bottleneck's output in units of its inner width.</summary>
    public const int Expansion = 4;

    /// <summary>Stem and stages halve the image five times.</summary>
    public const int TotalStride = 32;

    /// <summary>Bottlenecks of the four stages.</summary>
    public required ImmutableArray<int> StageLayers { get; init; }

    /// <summary>Channels of the last stage.</summary>
    public int FeatureWidth => Width * 8 * Expansion;

    /// <summary>Heads of the attention pooling.</summary>
    public int Heads => FeatureWidth / HeadWidth;

    /// <summary>Edge of the last stage's map.</summary>
    public int Grid => ImageSize / TotalStride;
}
