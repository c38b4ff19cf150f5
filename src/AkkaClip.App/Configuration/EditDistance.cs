namespace AkkaClip.App.Configuration;

/// <summary>Levenshtein's distance: how many letters must be put in, left out or changed to make one word of another.</summary>
internal static class EditDistance
{
    public static int Between(string first, string second)
    {
        var previous = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 1; i <= first.Length; i++)
        {
            var current = new int[second.Length + 1];
            current[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var changed = previous[j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1);
                current[j] = Math.Min(changed, 1 + Math.Min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[second.Length];
    }
}
