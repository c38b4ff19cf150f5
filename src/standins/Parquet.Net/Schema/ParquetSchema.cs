namespace Parquet.Schema;

/// <summary>The fields of a file.</summary>
public class ParquetSchema : IEquatable<ParquetSchema>
{
    private readonly List<Field> _fields;
    private readonly DataField[] _dataFields;

    public ParquetSchema(IEnumerable<Field> fields) : this([.. fields]) { }

    public ParquetSchema(params Field[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Length == 0)
            throw new ArgumentException("at least one field is required", nameof(fields));
        _fields = [.. fields];
        _dataFields = [.. _fields.SelectMany(Leaves)];
        foreach (var field in _dataFields)
            field.IsAttachedToSchema = true;
    }

    public IReadOnlyList<Field> Fields => _fields;

    /// <summary>All columns, those of nested fields too.</summary>
    public DataField[] DataFields => GetDataFields();

    public Field this[int i] => _fields[i];

    /// <inheritdoc cref="DataFields"/>
    public DataField[] GetDataFields() => [.. _dataFields];

    /// <exception cref="ArgumentException">There is none.</exception>
    public DataField FindDataField(FieldPath path) =>
        Array.Find(_dataFields, f => f.Path.Equals(path)) ?? throw new ArgumentException($"data field '{path}' not found", nameof(path));

    /// <inheritdoc cref="FindDataField(FieldPath)"/>
    public DataField FindDataField(string path) => FindDataField(new FieldPath(path));

    public bool Equals(ParquetSchema? other) => other is not null && _dataFields.SequenceEqual(other._dataFields);

    public override bool Equals(object? obj) => Equals(obj as ParquetSchema);

    public override int GetHashCode() => _dataFields.Aggregate(1, HashCode.Combine);

    public override string ToString() => string.Join(Environment.NewLine, _fields);

    private static IEnumerable<DataField> Leaves(Field field) => field is DataField data ? [data] : field.Children.SelectMany(Leaves);
}
