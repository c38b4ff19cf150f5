namespace AkkaClip.Model.Configs;

/// <summary>Which token stands for the text: the one of the highest id (the end token), the first, or the last.</summary>
public enum TextPooling { EndToken, First, Last }

/// <summary>OpenCLIP's text transformer.</summary>
public sealed record TextConfig
{
    /// <summary>Tokens a text, padding included.</summary>
    public required int ContextLength { get; init; }
    public required int VocabSize { get; init; }
    public required int Width { get; init; }
    public required int Heads { get; init; }
    public required int Layers { get; init; }

    /// <summary>Hidden width of a block's MLP in units of the tower's width; the image tower's ratio does not apply here.</summary>
    public double MlpRatio { get; init; } = 4;

    /// <summary>Initial value of LayerScale; null: no LayerScale.</summary>
    public double? LayerScaleInit { get; init; }

    public TextPooling Pooling { get; init; }

    /// <summary>Every token sees the whole text.</summary>
    public bool NoCausalMask { get; init; }

    /// <summary>The projection has a bias and is stored as a linear layer.</summary>
    public bool ProjectionBias { get; init; }

    /// <summary>Hidden width of a block's MLP, truncated as OpenCLIP does.</summary>
    public int MlpWidth => (int)(Width * MlpRatio);

    public int HeadWidth => Width / Heads;

    /// <summary>Tokens behind the end token change neither features nor gradients, so texts may be cut there.</summary>
    public bool CanTrim => !NoCausalMask && Pooling == TextPooling.EndToken;
}
