namespace AkkaClip.Model.Configs;

/// <summary>Which token stands for the image: the class token, or the mean of the patches.</summary>
public enum ImagePooling { ClassToken, PatchMean }

/// <summary>A Vision Transformer (Dosovitskiy et al. 2021) in OpenCLIP's form.</summary>
public sealed record VitConfig : VisionConfig
{
    public required int PatchSize { get; init; }
    public required int Layers { get; init; }

    /// <summary>Hidden width of a block's MLP in units of the tower's width.</summary>
    public double MlpRatio { get; init; } = 4;

    /// <summary>Initial value of LayerScale; null: no LayerScale.</summary>
    public double? LayerScaleInit { get; init; }

    /// <summary>Share of the patches dropped in training unless the run says otherwise, [0, 1).</summary>
    public double PatchDropout { get; init; }

    public ImagePooling Pooling { get; init; }

    /// <summary>No layer norm ahead of the first block.</summary>
    public bool NoLnPre { get; init; }

    /// <summary>Pool first, then normalise.</summary>
    public bool FinalLnAfterPool { get; init; }

    /// <summary>Hidden width of a block's MLP, truncated as OpenCLIP does.</summary>
    public int MlpWidth => (int)(Width * MlpRatio);

    public int Heads => Width / HeadWidth;

    /// <summary>Patches along one edge.</summary>
    public int Grid => ImageSize / PatchSize;

    /// <summary>Patches and the class token.</summary>
    public int NumTokens => (Grid * Grid) + 1;
}
