using System.Collections.Immutable;
using AkkaClip.Data.Samples;
using Parquet.Schema;

namespace AkkaClip.Data.Metadata.Columns;

/// <summary>The columns of a metadata file, found by alias and without case.</summary>
public sealed class MetadataSchema
{
    // What the unjoined files of LAION-5B have, and neither LAION-400M (with a SAMPLE_ID) nor the joined files (with a hash) do.
    private static readonly string[] s_unjoined = ["URL", "TEXT", "WIDTH", "HEIGHT", "similarity", "LICENSE", "NSFW"];

    private readonly Dictionary<string, MetadataField> _byName = new(StringComparer.OrdinalIgnoreCase);

    private MetadataSchema(IEnumerable<DataField> columns, IEnumerable<string> nested, bool areSidesSwapped)
    {
        (Fields, Nested, AreSidesSwapped) = ([], [.. nested], areSidesSwapped);
        foreach (var column in columns)
        {
            var field = new MetadataField(Name(column.Name), column, MetadataField.KindOf(column.ClrType));
            Fields = Fields.Add(field);
            _byName.TryAdd(field.Name, field);
        }
        foreach (var field in Fields)
            _byName.TryAdd(field.Field.Name, field);
    }

    /// <summary>Flat columns in the order of the file.</summary>
    public ImmutableArray<MetadataField> Fields { get; }

    /// <summary>Names of nested columns, which are not carried along.</summary>
    public ImmutableArray<string> Nested { get; }

    /// <summary>Whether 'width' is what the file calls HEIGHT, and the other way round.</summary>
    public bool AreSidesSwapped { get; }

    /// <param name="schema">The schema of the file at <paramref name="path"/>.</param>
    /// <param name="path">For messages.</param>
    /// <param name="sides">How the two sides are called.</param>
    /// <exception cref="DataSourceException">Two columns have one meaning.</exception>
    public static MetadataSchema Of(ParquetSchema schema, string path, SideOrder sides = SideOrder.Detect)
    {
        var flat = schema.Fields.OfType<DataField>().Where(f => !f.IsArray).ToList();
        var twice = flat.GroupBy(f => KnownColumns.Find(f.Name) ?? f.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1 && KnownColumns.Find(g.Key) is not null);
        if (twice is not null)
            throw new DataSourceException(path, $"the columns {string.Join(" and ", twice.Select(f => f.Name))} both mean '{twice.Key}'", "rename one of them");
        var swapped = sides == SideOrder.Swapped || sides == SideOrder.Detect && IsUnjoined(flat);
        return new MetadataSchema(flat, schema.Fields.Where(f => f is not DataField { IsArray: false }).Select(f => f.Name), swapped);
    }

    /// <summary>The column of a name, an alias of it, or the file's own spelling; null: there is none.</summary>
    public MetadataField? Find(string name)
    {
        var wanted = KnownColumns.Find(name) ?? name;
        return _byName.GetValueOrDefault(wanted) ?? _byName.GetValueOrDefault(name);
    }

    private string Name(string own) => (KnownColumns.Find(own), AreSidesSwapped) switch
    {
        (KnownColumns.Width, true) => KnownColumns.Height,
        (KnownColumns.Height, true) => KnownColumns.Width,
        var (known, _) => known ?? own,
    };

    private static bool IsUnjoined(List<DataField> columns)
    {
        var names = columns.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        return s_unjoined.All(names.Contains) && !names.Any(n => KnownColumns.Find(n) is KnownColumns.Key or KnownColumns.Hash);
    }
}
