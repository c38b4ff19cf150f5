using Parquet.Data;

namespace AkkaClip.Data.Metadata.Columns;

/// <summary>The values of a column for all rows of a row group.</summary>
public sealed class ColumnBatch
{
    private readonly Array _values;

    private ColumnBatch(Array values, bool[]? isMissing) => (_values, IsMissing) = (values, isMissing);

    public int NumRows => _values.Length;

    /// <summary>Of each row; null: every row has a value. A number that is none (NaN) counts as missing.</summary>
    public bool[]? IsMissing { get; }

    /// <summary>Of a column of <see cref="ColumnKind.Integer"/>.</summary>
    public long[] Integers => (long[])_values;

    /// <summary>Of a column of numbers.</summary>
    public double[] Reals => _values as double[] ?? Array.ConvertAll(Integers, i => (double)i);

    /// <summary>Of a column of <see cref="ColumnKind.Text"/>; empty where missing.</summary>
    public string[] Texts => (string[])_values;

    public bool[] Booleans => (bool[])_values;

    public static ColumnBatch Of(DataColumn column) => MetadataField.KindOf(column.Field.ClrType) switch
    {
        ColumnKind.Real => OfReals(column),
        ColumnKind.Integer => new ColumnBatch(Spread(Integers64(column.DefinedData), column, 0L), Missing(column)),
        ColumnKind.Text => new ColumnBatch(Spread((string[])column.DefinedData, column, ""), Missing(column)),
        ColumnKind.Boolean => new ColumnBatch(Spread((bool[])column.DefinedData, column, false), Missing(column)),
        _ => throw new NotSupportedException($"The column {column.Field.Name} holds {column.Field.ClrType.Name}, which is not looked into."),
    };

    private static ColumnBatch OfReals(DataColumn column)
    {
        var values = Spread(Doubles(column.DefinedData), column, double.NaN);
        bool[]? missing = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
                (missing ??= new bool[values.Length])[i] = true;
        }
        return new ColumnBatch(values, missing);
    }

    private static double[] Doubles(Array defined) => defined switch
    {
        double[] same => same,
        float[] single => Array.ConvertAll(single, v => (double)v),
        decimal[] exact => Array.ConvertAll(exact, v => (double)v),
        _ => throw new NotSupportedException($"{defined.GetType()} are no real numbers."),
    };

    private static long[] Integers64(Array defined) => defined switch
    {
        long[] same => same,
        int[] i => Array.ConvertAll(i, v => (long)v),
        uint[] i => Array.ConvertAll(i, v => (long)v),
        short[] i => Array.ConvertAll(i, v => (long)v),
        ushort[] i => Array.ConvertAll(i, v => (long)v),
        sbyte[] i => Array.ConvertAll(i, v => (long)v),
        byte[] i => Array.ConvertAll(i, v => (long)v),
        _ => throw new NotSupportedException($"{defined.GetType()} are no integers."),
    };

    // From the values that are there to one a row.
    private static T[] Spread<T>(T[] defined, DataColumn column, T missing)
    {
        if (column.DefinitionLevels is not { } levels || levels.Length == defined.Length)
            return defined;
        var rows = new T[levels.Length];
        var next = 0;
        for (var i = 0; i < rows.Length; i++)
            rows[i] = levels[i] == column.Field.MaxDefinitionLevel ? defined[next++] : missing;
        return rows;
    }

    private static bool[]? Missing(DataColumn column) =>
        column.DefinitionLevels is { } levels && levels.Length != column.DefinedData.Length
            ? Array.ConvertAll(levels, level => level != column.Field.MaxDefinitionLevel)
            : null;
}
