using AkkaClip.Data.Metadata.Columns;

namespace AkkaClip.Data.Metadata.Files;

/// <summary>Rows of all columns of a file that were selected.</summary>
public sealed class SelectedRows
{
    private SelectedRows(ColumnBuffer[] columns) => Columns = columns;

    public int NumRows { get; private set; }

    internal ColumnBuffer[] Columns { get; }

    /// <summary>Reads rows of a row group, one column after the other, so that one whole column is in memory at a time.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="fields">All columns.</param>
    /// <param name="rows">Rows in rising order.</param>
    /// <param name="cancellation">Ends early.</param>
    public static async ValueTask<SelectedRows> ReadAsync(RowGroupColumns group, IReadOnlyList<MetadataField> fields, int[] rows, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(rows);
        var selected = new SelectedRows([.. fields.Select(f => ColumnBuffer.Of(f.Field))]) { NumRows = rows.Length };
        for (var c = 0; c < fields.Count && rows.Length > 0; c++)
        {
            selected.Columns[c].Add(await group.ReadRawAsync(fields[c].Field, cancellation), rows);
            group.Forget(fields[c].Field);
        }
        return selected;
    }

    public void Append(SelectedRows other)
    {
        ArgumentNullException.ThrowIfNull(other);
        NumRows += other.NumRows;
        for (var c = 0; c < Columns.Length; c++)
            Columns[c].Append(other.Columns[c]);
    }
}
