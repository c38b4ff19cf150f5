using System.Collections.Immutable;

namespace AkkaClip.Data.Generation;

/// <summary>What a generated data set holds; <c>manifest.json</c> in its folder, written last.</summary>
public sealed record GenerationManifest
{
    public const string FileName = "manifest.json";
    public const string CurrentFormat = "akkaclip-generated-1";

    public required string Format { get; init; }
    public required GenerationOptions Options { get; init; }

    /// <summary>All class names.</summary>
    public required ImmutableArray<string> Classes { get; init; }

    /// <summary>The classes that occur in <c>test-unseen</c> only.</summary>
    public required ImmutableArray<string> HeldOutClasses { get; init; }
    public required ImmutableArray<ShardEntry> Shards { get; init; }

    /// <summary>One shard. Its file name is relative to the manifest's folder, with forward slashes.</summary>
    public sealed record ShardEntry(string Split, string File, int NumSamples, long Bytes, string Sha256);
}
