namespace AkkaClip.App.Configuration;

/// <summary>A substitution in a text: it stands in the value of one path and means that of another.</summary>
/// <param name="Owner">The path whose value it is part of.</param>
/// <param name="Target">The path that it stands for.</param>
/// <param name="At">Where it is in the text.</param>
internal sealed record SubstitutionUse(string Owner, string Target, int At)
{
    /// <summary>A substitution that needs itself, directly or by way of others; null: there is none.</summary>
    public static SubstitutionUse? FindCircle(IReadOnlyList<SubstitutionUse> uses)
    {
        var done = new HashSet<SubstitutionUse>();
        return uses.FirstOrDefault(use => Returns(use, [], done, uses));
    }

    /// <summary>To look up the target takes what stands above it, at it or below it.</summary>
    private bool Needs(SubstitutionUse other) => IsWithin(Target, other.Owner) || IsWithin(other.Owner, Target);

    private static bool Returns(SubstitutionUse use, HashSet<SubstitutionUse> way, HashSet<SubstitutionUse> done, IReadOnlyList<SubstitutionUse> uses)
    {
        if (done.Contains(use))
            return false;
        if (!way.Add(use))
            return true;
        var returns = uses.Where(use.Needs).Any(next => Returns(next, way, done, uses));
        way.Remove(use);
        done.Add(use);
        return returns;
    }

    private static bool IsWithin(string path, string container) =>
        path.StartsWith(container, StringComparison.Ordinal) && (path.Length == container.Length || container.Length == 0 || path[container.Length] == '.');
}
