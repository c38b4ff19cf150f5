using Parquet.Data;
using Parquet.Schema;

namespace AkkaClip.Data.Metadata.Files;

/// <inheritdoc/>
internal sealed class ColumnBuffer<T> : ColumnBuffer
{
    private readonly List<T> _defined = [];
    private readonly List<int> _levels = [];

    public override void Add(DataColumn column, ReadOnlySpan<int> rows)
    {
        var defined = (T[])column.DefinedData;
        if (column.DefinitionLevels is not { } levels)
        {
            foreach (var row in rows)
                _defined.Add(defined[row]);
            return;
        }
        var (at, value) = (0, 0);
        foreach (var row in rows)
        {
            // The place of a row's value is the number of values before it.
            value += levels.Length == defined.Length ? row - at : levels.AsSpan(at, row - at).Count(1);
            at = row;
            _levels.Add(levels[row]);
            if (levels[row] == 1)
                _defined.Add(defined[value]);
        }
    }

    public override void Append(ColumnBuffer other)
    {
        var more = (ColumnBuffer<T>)other;
        _defined.AddRange(more._defined);
        _levels.AddRange(more._levels);
    }

    public override DataColumn ToColumn(DataField field) => new(field, _defined.ToArray(), field.IsNullable ? [.. _levels] : null, null);
}
