using Parquet.Meta;

namespace Parquet.Schema;

/// <summary>A node of a schema.</summary>
public abstract class Field
{
    protected Field(string name, SchemaType schemaType)
    {
        Name = name ?? throw new ArgumentNullException(nameof(name));
        SchemaType = schemaType;
        Path = new FieldPath(name);
    }

    public SchemaType SchemaType { get; }

    public string Name { get; }

    public FieldPath Path { get; internal set; }

    public virtual bool IsNullable { get; internal set; }

    public int MaxRepetitionLevel { get; internal set; }

    public int MaxDefinitionLevel { get; internal set; }

    /// <summary>As it is in the file; null before it was written.</summary>
    public SchemaElement? SchemaElement { get; internal set; }

    internal virtual IReadOnlyList<Field> Children => [];

    public override string ToString() => $"{Path} ({SchemaType}, RL: {MaxRepetitionLevel}, DL: {MaxDefinitionLevel})";

    public override bool Equals(object? obj) => obj is Field other && SchemaType == other.SchemaType && Name == other.Name && Path.Equals(other.Path);

    public override int GetHashCode() => Path.GetHashCode();
}
