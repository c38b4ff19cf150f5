namespace Parquet.Schema;

/// <summary>A group of fields. Only read: columns below are read one by one, with their levels.</summary>
public class StructField : Field
{
    internal StructField(string name, IReadOnlyList<Field> elements) : base(name, SchemaType.Struct) => Fields = elements;

    public IReadOnlyList<Field> Fields { get; }

    internal override IReadOnlyList<Field> Children => Fields;
}
