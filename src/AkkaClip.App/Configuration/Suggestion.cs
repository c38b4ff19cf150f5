namespace AkkaClip.App.Configuration;

/// <summary>What somebody who mistyped a name probably meant.</summary>
internal static class Suggestion
{
    /// <summary><c>; did you mean X?</c>, or nothing where no known name is near.</summary>
    public static string For(string word, IEnumerable<string> known)
    {
        var (nearest, distance) = known.Where(name => name.Length > 0)
            .Select(name => (name, EditDistance.Between(word, name)))
            .MinBy(candidate => (candidate.Item2, word.Length == 0 || candidate.name[0] != word[0]));
        // Two changes are one transposition; in a word of two or three letters they say nothing.
        return nearest is not null && distance <= Math.Max(2, word.Length / 3) && distance < word.Length - 1 ? $"; did you mean {nearest}?" : "";
    }
}
