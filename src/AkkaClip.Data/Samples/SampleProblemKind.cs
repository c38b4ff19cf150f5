namespace AkkaClip.Data.Samples;

/// <summary>The reasons that samples are counted by when they are replaced.</summary>
public enum SampleProblemKind
{
    /// <summary>No image belongs to the sample, or its file is gone.</summary>
    MissingImage,

    /// <summary>No caption belongs to the sample, or all of them are empty.</summary>
    MissingCaption,

    /// <summary>JSON that does not parse, text that is not UTF-8, a row without its fields.</summary>
    BadMetadata,

    /// <summary>Neither JPEG, PNG nor WebP, or a variant of them that the decoder has no support for.</summary>
    UnsupportedImage,

    /// <summary>The image's bytes end early.</summary>
    TruncatedImage,

    /// <summary>The image's bytes contradict its format.</summary>
    CorruptImage,

    /// <summary>The image claims more pixels than the limit.</summary>
    OversizedImage,
}
