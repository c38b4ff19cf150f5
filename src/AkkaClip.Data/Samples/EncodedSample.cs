using System.Collections.Immutable;

namespace AkkaClip.Data.Samples;

/// <summary>One sample as it is stored: the image still encoded, the captions still text.</summary>
public sealed record EncodedSample
{
    /// <summary>Its place in the source.</summary>
    public required long Index { get; init; }

    /// <summary>Its name in the source: the common stem of a shard's members, a table's image name, a file's path.</summary>
    public required string Key { get; init; }

    /// <summary>The image file's bytes; empty when <see cref="Problem"/> is set.</summary>
    public required ReadOnlyMemory<byte> Image { get; init; }

    /// <summary>Its captions in the order of the source; empty for a source without captions.</summary>
    public required ImmutableArray<string> Captions { get; init; }

    /// <summary>JSON fields or table columns, or <c>class</c> for a folder of classes; numbers and booleans as in the file.</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    /// <summary>Why the sample cannot be used; null: it can, as far as the source knows.</summary>
    public SampleProblem? Problem { get; init; }
}
