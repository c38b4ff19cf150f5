using System.Collections.Immutable;

namespace AkkaClip.Data.Downloads;

/// <summary>What is downloaded: rows in a fixed order, each time the same.</summary>
/// <param name="FieldNames">Names of <see cref="DownloadRow.Fields"/>.</param>
/// <param name="Files">Where the rows come from, for the manifest.</param>
/// <param name="Rows">Read as they are needed.</param>
public sealed record DownloadInput(ImmutableArray<string> FieldNames, ImmutableArray<string> Files, IAsyncEnumerable<DownloadRow> Rows);
