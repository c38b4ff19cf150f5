using AkkaClip.Data.Metadata.Columns;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>
/// A filter as it was written: <c>similarity &gt;= 0.3 and (language = 'en' or text like '%dog%')</c>. Comparisons of columns
/// with values or columns, 'in', 'between', 'like' and 'ilike', 'is null', joined by 'and', 'or', 'not'. What is missing makes a
/// comparison unknown, and rows are kept for which the whole is true, as in SQL.
/// </summary>
public sealed class RowFilter
{
    private RowFilter(string text) => Text = text;

    public string Text { get; }

    /// <exception cref="FilterException">It makes no sense whatever the columns are.</exception>
    public static RowFilter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // Reading against no columns finds everything that does not depend on them.
        new FilterParser(text, null).Read();
        return new RowFilter(text);
    }

    /// <summary>Rows for which both hold.</summary>
    public RowFilter And(RowFilter other) => new($"({Text}) and ({other.Text})");

    /// <summary>The filter over the columns of a file.</summary>
    /// <exception cref="FilterException">A column is not there, or is of another type.</exception>
    public BoundFilter Bind(MetadataSchema schema) => new(new FilterParser(Text, schema).Read());

    public override string ToString() => Text;
}
