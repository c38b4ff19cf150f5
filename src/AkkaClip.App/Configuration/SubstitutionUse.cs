namespace AkkaClip.App.Configuration;

/// <summary>A substitution in a text: it stands in the value of one path and means that of another.</summary>
/// <param name="Owner">The path whose value it is part of.</param>
/// <param name="Target">The path that it stands for.</param>
/// <param name="At">Where it is in the text.</param>
internal sealed record SubstitutionUse(string Owner, string Target, int At)
{
    /// <summary>To look up the target takes what stands above it, at it or below it.</summary>
    public bool Needs(SubstitutionUse other) => IsWithin(Target, other.Owner) || IsWithin(other.Owner, Target);

    private static bool IsWithin(string path, string container) =>
        path.StartsWith(container, StringComparison.Ordinal) && (path.Length == container.Length || container.Length == 0 || path[container.Length] == '.');
}
