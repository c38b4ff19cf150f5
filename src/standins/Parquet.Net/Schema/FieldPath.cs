namespace Parquet.Schema;

/// <summary>A field's place: names from the root on. A name may have dots and slashes of its own.</summary>
public sealed class FieldPath : IEquatable<FieldPath>
{
    private readonly List<string> _parts;

    public FieldPath(IEnumerable<string> parts) => _parts = [.. parts.Where(p => !string.IsNullOrEmpty(p))];

    public FieldPath(params string[] parts) : this((IEnumerable<string>)parts) { }

    public string? FirstPart => _parts.Count == 0 ? null : _parts[0];

    public int Length => _parts.Count;

    public string this[int i] => _parts[i];

    public List<string> ToList() => [.. _parts];

    public bool Equals(FieldPath? other) => other is not null && _parts.SequenceEqual(other._parts, StringComparer.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as FieldPath);

    public override int GetHashCode() => _parts.Aggregate(19, (hash, part) => HashCode.Combine(hash, part));

    public override string ToString() => string.Join('/', _parts);
}
