using System.Collections.Immutable;

namespace AkkaClip.Data.Generation;

/// <summary>All attributes of one picture: one to three equal shapes on a background.</summary>
internal sealed record Scene
{
    public required Combination Class { get; init; }
    public required TextureKind Texture { get; init; }
    public required SizeKind Size { get; init; }
    public required bool HasDarkBackground { get; init; }

    /// <summary>The shapes, all of the same kind.</summary>
    public required ImmutableArray<PlacedShape> Shapes { get; init; }
}
