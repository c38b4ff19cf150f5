using System.Collections.Immutable;
using System.Globalization;
using AkkaClip.Core.Errors;
using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Filters;

namespace AkkaClip.Data.Metadata.Selection;

/// <summary>Filters by name, as LAION's subsets were made.</summary>
public static class Presets
{
    public const string ResearchSafe = "research-safe", HighResolution = "high-resolution", Aesthetic = "aesthetic";

    public static ImmutableArray<string> Names { get; } = [ResearchSafe, HighResolution, Aesthetic];

    /// <summary>The filter of a name over the columns of a file.</summary>
    /// <exception cref="UserErrorException">There is no such preset, or the file lacks what it needs.</exception>
    public static RowFilter Find(string name, MetadataSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return RowFilter.Parse(name switch
        {
            // Re-LAION drops punsafe above 0.45; LAION-400M says it in a word. A row that says nothing is not safe.
            ResearchSafe when schema.Find(KnownColumns.Unsafe) is not null => "punsafe <= 0.45",
            ResearchSafe when schema.Find(KnownColumns.Nsfw) is not null => "nsfw = 'UNLIKELY'",
            ResearchSafe => throw Lacks(name, "punsafe or nsfw"),
            HighResolution => Needs(name, schema, "width >= 1024 and height >= 1024", KnownColumns.Width, KnownColumns.Height),
            Aesthetic => Needs(name, schema, "pwatermark < 0.8 and punsafe < 0.5 and aesthetic > 7", KnownColumns.Watermark, KnownColumns.Unsafe, KnownColumns.Aesthetic),
            _ => throw new UserErrorException($"There is no preset '{name}'; there are {string.Join(", ", Names)} and top-N% (as in top-40% --by similarity)."),
        });
    }

    /// <summary>The share of 'top-40%': 0.4; null: not such a name.</summary>
    public static double? TopShare(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith("top-", StringComparison.Ordinal) && name.EndsWith('%')
            && double.TryParse(name.AsSpan(4, name.Length - 5), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100
            ? percent / 100
            : null;
    }

    private static string Needs(string name, MetadataSchema schema, string filter, params string[] columns) =>
        columns.FirstOrDefault(c => schema.Find(c) is null) is { } missing ? throw Lacks(name, missing) : filter;

    private static UserErrorException Lacks(string name, string column) =>
        new($"The preset {name} needs the column {column}, which these files lack; use files with it, or a filter of your own with --where.");
}
