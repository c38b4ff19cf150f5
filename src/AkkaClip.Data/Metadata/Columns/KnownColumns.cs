using System.Collections.Immutable;

namespace AkkaClip.Data.Metadata.Columns;

/// <summary>The columns of LAION's files under one name each; the files differ in spelling and case.</summary>
public static class KnownColumns
{
    public const string Url = "url", Text = "text", Width = "width", Height = "height", Licence = "license", Nsfw = "nsfw",
        Similarity = "similarity", Language = "language", Hash = "hash", Watermark = "pwatermark", Unsafe = "punsafe",
        Aesthetic = "aesthetic", Key = "sample_id";

    private static readonly ImmutableDictionary<string, string> s_names = new (string Name, string[] Aliases)[]
    {
        (Url, ["image_url", "img_url"]),
        (Text, ["caption", "alt", "alt_text"]),
        (Width, ["original_width"]),
        (Height, ["original_height"]),
        (Licence, ["licence"]),
        (Nsfw, []),
        (Similarity, ["clip_similarity", "clip_similarity_vitb32"]),
        (Language, ["lang"]),
        (Hash, []),
        (Watermark, ["watermark", "p_watermark"]),
        (Unsafe, ["unsafe", "p_unsafe"]),
        (Aesthetic, ["aesthetic_score"]),
        (Key, ["sampleid"]),
    }.SelectMany(c => c.Aliases.Append(c.Name).Select(alias => (alias, c.Name)))
        .ToImmutableDictionary(p => p.alias, p => p.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The one name of a known column under any spelling; null: not a known one.</summary>
    public static string? Find(string name) => s_names.GetValueOrDefault(name);
}
