namespace AkkaClip.App.Configuration;

/// <summary>Which substitutions of a text need which, to find those that never end, and those that grow without bound.</summary>
/// <remarks>
/// Taken from the text, and rather too cautious: a need is assumed wherever one path is within the other. Akka's parser
/// itself follows substitutions while it reads, so that a circle must be known before.
/// </remarks>
internal sealed class SubstitutionGraph(IReadOnlyList<SubstitutionUse> uses)
{
    /// <summary>Most look-ups that one substitution may come to. A doubling repeated 30 times would fill the memory.</summary>
    private const int MaxLookups = 10_000;

    private readonly Dictionary<SubstitutionUse, int> _lookups = [];
    private readonly HashSet<SubstitutionUse> _way = [];

    /// <summary>A substitution that cannot be followed, with the reason; null: there is none.</summary>
    public (SubstitutionUse Use, string Reason)? FindEndless()
    {
        foreach (var use in uses)
        {
            if (Count(use) is not { } lookups)
                return (use, $"the substitution ${{{use.Target}}} goes round in a circle");
            if (lookups > MaxLookups)
                return (use, $"the substitution ${{{use.Target}}} grows beyond all bounds");
        }
        return null;
    }

    /// <summary>Look-ups that a substitution comes to, itself included, counted up to the limit; null: it needs itself.</summary>
    private int? Count(SubstitutionUse use)
    {
        if (_lookups.TryGetValue(use, out var known))
            return known;
        if (!_way.Add(use))
            return null;

        var count = 1;
        foreach (var next in uses.Where(use.Needs))
        {
            if (Count(next) is not { } more)
                return null;
            count = Math.Min(count + more, MaxLookups + 1);
        }
        _way.Remove(use);
        return _lookups[use] = count;
    }
}
