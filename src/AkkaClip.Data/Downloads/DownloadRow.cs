using System.Collections.Immutable;

namespace AkkaClip.Data.Downloads;

/// <summary>One row of the metadata: what to download, and what belongs to it.</summary>
/// <param name="Number">From 0, in the order of the inputs; it decides the shard and the key.</param>
/// <param name="Url">As it stands in the input.</param>
/// <param name="Caption">Empty: none.</param>
/// <param name="Fields">Further columns that go along into the sample, in the order of the input's names for them; null: no value.</param>
public sealed record DownloadRow(long Number, string Url, string Caption, ImmutableArray<string?> Fields);
