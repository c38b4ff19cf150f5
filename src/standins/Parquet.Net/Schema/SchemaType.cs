namespace Parquet.Schema;

/// <summary>What a field is.</summary>
public enum SchemaType
{
    /// <summary>A column: <see cref="DataField"/>.</summary>
    Data,
    Map,
    Struct,
    List,
}
