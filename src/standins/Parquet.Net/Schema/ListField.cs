namespace Parquet.Schema;

/// <summary>A list. Only read: the column below is read with its levels.</summary>
public class ListField : Field
{
    internal ListField(string name, Field item) : base(name, SchemaType.List) => Item = item;

    public Field Item { get; }

    internal override IReadOnlyList<Field> Children => [Item];
}
