using System.Collections.Immutable;

namespace AkkaClip.Data.Batches;

/// <summary>A sample whose picture is decoded.</summary>
/// <param name="Pixels">[height, width, 3] RGB.</param>
internal sealed record DecodedSample(byte[] Pixels, int Width, int Height, ImmutableArray<string> Captions);
