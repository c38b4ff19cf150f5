namespace Parquet.Schema;

/// <summary>Keys and values. Only read: the columns below are read one by one, with their levels.</summary>
public class MapField : Field
{
    internal MapField(string name, Field key, Field value) : base(name, SchemaType.Map) => (Key, Value) = (key, value);

    public Field Key { get; }

    public Field Value { get; }

    internal override IReadOnlyList<Field> Children => [Key, Value];
}
