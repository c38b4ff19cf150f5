namespace AkkaClip.Data.Generation;

/// <summary>What <c>akkaclip data make</c> makes. Equal options make equal bytes.</summary>
public sealed record GenerationOptions
{
    public long Seed { get; init; } = 1;

    /// <summary>Edge of the pictures in pixels, 16 to 1024.</summary>
    public int ImageSize { get; init; } = 64;

    public int NumTrain { get; init; } = 24_000;

    /// <summary>Test pictures of combinations that training shows.</summary>
    public int NumTestSeen { get; init; } = 1_040;

    /// <summary>Test pictures of combinations that training never shows.</summary>
    public int NumTestUnseen { get; init; } = 600;

    /// <summary>Combinations of a colour and a shape, of 64, that training never shows: 1 to 32.</summary>
    public int NumHeldOut { get; init; } = 12;

    public int SamplesPerShard { get; init; } = 2_000;
}
