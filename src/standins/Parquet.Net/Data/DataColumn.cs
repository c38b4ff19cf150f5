using Parquet.Schema;

namespace Parquet.Data;

/// <summary>The values of a column within one row group.</summary>
public class DataColumn
{
    private Array? _data;

    /// <param name="field">A field of a schema.</param>
    /// <param name="data">An element a row: of the nullable type where the field is nullable.</param>
    public DataColumn(DataField field, Array data)
    {
        Field = Checked(field);
        ArgumentNullException.ThrowIfNull(data);
        if (field.MaxRepetitionLevel > 0 && data.Length > 0)
            throw new ArgumentNullException(nameof(data), $"repetition levels are required (RL={field.MaxRepetitionLevel})");
        Check(data, field.ClrNullableIfHasNullsType);
        _data = data;
        if (field.MaxDefinitionLevel > 0)
        {
            (DefinedData, DefinitionLevels) = NullPacking.Of(field.ClrType).Pack(data, field.MaxDefinitionLevel);
            Statistics.NullCount = data.Length - DefinedData.Length;
        }
        else
        {
            DefinedData = data;
            Statistics.NullCount = 0;
        }
    }

    /// <param name="field">A field of a schema.</param>
    /// <param name="definedData">Values that are there.</param>
    /// <param name="definitionLevels">Of each row; null where the field is not nullable.</param>
    /// <param name="repetitionLevels">Of each row; null where the field is not repeated.</param>
    public DataColumn(DataField field, Array definedData, int[]? definitionLevels, int[]? repetitionLevels)
    {
        Field = Checked(field);
        ArgumentNullException.ThrowIfNull(definedData);
        if (field.MaxRepetitionLevel == 0 && repetitionLevels is not null)
            throw new ArgumentException("this column must not have any repetition levels", nameof(repetitionLevels));
        if (field.MaxRepetitionLevel > 0 && repetitionLevels is null && definedData.Length > 0)
            throw new ArgumentNullException(nameof(repetitionLevels), $"repetition levels are required (RL={field.MaxRepetitionLevel})");
        if (field.MaxDefinitionLevel == 0 && definitionLevels is not null)
            throw new ArgumentException("this column must not have any definition levels", nameof(definitionLevels));
        if (field.MaxDefinitionLevel > 0 && definitionLevels is null && definedData.Length > 0)
            throw new ArgumentNullException(nameof(definitionLevels), $"definition levels are required (DL={field.MaxDefinitionLevel})");
        Check(definedData, field.ClrType);
        DefinedData = definedData;
        DefinitionLevels = definitionLevels;
        RepetitionLevels = repetitionLevels;
        Statistics.NullCount = definitionLevels is null ? 0 : definitionLevels.Length - definitionLevels.AsSpan().Count(field.MaxDefinitionLevel);
    }

    public DataField Field { get; }

    /// <summary>Values that are there.</summary>
    public Array DefinedData { get; }

    /// <summary>An element a row, with nulls; of a nested column one a level.</summary>
    public Array Data => _data ??= DefinitionLevels is null || !Field.IsNullable
        ? DefinedData
        : NullPacking.Of(Field.ClrType).Unpack(DefinedData, DefinitionLevels, Field.MaxDefinitionLevel);

    public int[]? DefinitionLevels { get; }

    public int[]? RepetitionLevels { get; }

    public bool HasDefinitions => DefinitionLevels is not null;

    public bool HasRepetitions => RepetitionLevels is not null;

    public DataColumnStatistics Statistics { get; internal set; } = new();

    public int NumValues => DefinitionLevels?.Length ?? DefinedData.Length;

    public override string ToString() => Field.ToString();

    private static DataField Checked(DataField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        field.EnsureAttachedToSchema(nameof(field));
        return field;
    }

    private static void Check(Array data, Type expected)
    {
        var actual = data.GetType().GetElementType();
        if (actual != expected)
            throw new ArgumentException($"expected {expected}[] but passed {actual}[]", nameof(data));
    }
}
