using System.Collections.Immutable;

namespace AkkaClip.Evaluation.Captions;

/// <summary>A picture with the captions that a model ranks first for it.</summary>
/// <param name="Image">The image file's bytes, as the data set has them.</param>
/// <param name="OwnCaptions">What its author wrote.</param>
/// <param name="Best">Best first.</param>
public sealed record CaptionedPicture(string Key, ReadOnlyMemory<byte> Image, ImmutableArray<string> OwnCaptions, ImmutableArray<ScoredCaption> Best);
