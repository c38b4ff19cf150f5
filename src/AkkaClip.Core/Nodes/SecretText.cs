using System.Text;

namespace AkkaClip.Core.Nodes;

/// <summary>A text that must not be seen: the cluster's secret, a password, a connection string. It prints as stars.</summary>
/// <remarks>So that a record that holds one can be logged, compared and shown whole.</remarks>
public sealed class SecretText(string value) : IEquatable<SecretText>
{
    public int Length => value.Length;

    /// <summary>The text itself, for the one place that needs it.</summary>
    public string Reveal() => value;

    /// <summary>The text in UTF-8, as a key.</summary>
    public byte[] ToKey() => Encoding.UTF8.GetBytes(value);

    public bool Equals(SecretText? other) => other is not null && other.Reveal() == value;

    public override bool Equals(object? obj) => Equals(obj as SecretText);

    public override int GetHashCode() => value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => "***";
}
