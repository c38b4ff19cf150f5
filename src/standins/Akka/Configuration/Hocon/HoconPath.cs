#nullable disable // As in the genuine package, whose signatures carry no nullability.

namespace Akka.Configuration.Hocon;

/// <summary>Splits <c>a."b.c".d</c> into its keys. An empty path has none, and so means the root.</summary>
internal static class HoconPath
{
    public static IEnumerable<string> Split(string path)
    {
        for (var start = 0; start < path.Length;)
        {
            var quoted = path[start] == '"';
            var from = quoted ? start + 1 : start;
            var end = path.IndexOf(quoted ? '"' : '.', from);
            if (end < 0 && !quoted)
            {
                yield return path[from..];
                yield break;
            }
            yield return path[from..end];
            start = quoted ? end + 2 : end + 1;
        }
    }
}
