namespace Parquet.Meta;

/// <summary>A node of the schema, in the order of a walk from the root.</summary>
public class SchemaElement
{
    /// <summary>Null: a group.</summary>
    public Type? Type { get; set; }

    /// <summary>Bytes of a value of fixed length.</summary>
    public int? TypeLength { get; set; }

    public FieldRepetitionType? RepetitionType { get; set; }

    public string Name { get; set; } = "";

    public int? NumChildren { get; set; }

    public ConvertedType? ConvertedType { get; set; }

    public int? Scale { get; set; }

    public int? Precision { get; set; }

    public int? FieldId { get; set; }

    internal LogicalAnnotation? Logical { get; set; }
}
