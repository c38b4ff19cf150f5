using AkkaClip.Core.Errors;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>A filter that makes no sense, and at which letter.</summary>
public sealed class FilterException(string filter, int position, string problem)
    : UserErrorException($"--where, at letter {position + 1} ('{Around(filter, position)}'): {problem}")
{
    private const int Shown = 24;

    /// <summary>Of the first letter of what is wrong, from 0.</summary>
    public int Position { get; } = position;

    private static string Around(string filter, int position)
    {
        var rest = filter[Math.Min(position, filter.Length)..];
        return rest.Length == 0 ? "the end" : rest.Length <= Shown ? rest : rest[..Shown] + "...";
    }
}
