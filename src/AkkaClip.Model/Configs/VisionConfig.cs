namespace AkkaClip.Model.Configs;

/// <summary>An image tower: <see cref="VitConfig"/> or <see cref="ResNetConfig"/>.</summary>
public abstract record VisionConfig
{
    /// <summary>Edge of the square input in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Model width; for a ResNet the width of the first stage's bottleneck.</summary>
    public required int Width { get; init; }

    /// <summary>Width of an attention head.</summary>
    public required int HeadWidth { get; init; }
}
