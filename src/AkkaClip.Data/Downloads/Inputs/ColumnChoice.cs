using System.Collections.Immutable;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Downloads.Inputs;

/// <summary>Which columns of the metadata are wanted, by the names that they go by, whatever their case.</summary>
internal sealed class ColumnChoice
{
    private static readonly ImmutableArray<string> s_urlNames = ["url", "image_url", "imageurl", "link"];
    private static readonly ImmutableArray<string> s_captionNames = ["caption", "text", "alt", "title", "description"];

    private readonly ImmutableArray<(ImmutableArray<string> Names, bool IsNeeded)> _wanted;

    /// <param name="url">The column of URLs; null: by its usual names.</param>
    /// <param name="caption">The column of captions; null: by its usual names, and there may be none.</param>
    /// <param name="kept">Further columns, all of which must be there.</param>
    public ColumnChoice(string? url, string? caption, ImmutableArray<string> kept) =>
        _wanted = [(url is null ? s_urlNames : [url], true), (caption is null ? s_captionNames : [caption], caption is not null), .. kept.Select(name => (ImmutableArray.Create(name), true))];

    /// <summary>URL, caption, and what is kept.</summary>
    public int Count => _wanted.Length;

    /// <summary>Where each wanted column is among those of a file or row; -1: nowhere, and it need not be.</summary>
    /// <param name="columns">Their names.</param>
    /// <param name="path">For messages.</param>
    /// <param name="mayLack">Whether any may be missing.</param>
    /// <exception cref="DataSourceException">One that is needed is not there.</exception>
    public int[] Find(IReadOnlyList<string> columns, string path, bool mayLack = false)
    {
        var found = new int[_wanted.Length];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = _wanted[i].Names
                .Select(name => columns.Select((column, at) => (column, at)).Where(c => c.column.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(c => (int?)c.at).FirstOrDefault())
                .FirstOrDefault(at => at is not null) ?? -1;
            if (found[i] < 0 && _wanted[i].IsNeeded && !mayLack)
            {
                throw new DataSourceException(
                    path, $"there is no column {string.Join(" or ", _wanted[i].Names)}; there are {string.Join(", ", columns)}",
                    i == 0 ? "name it by --url-field" : i == 1 ? "correct --caption-field" : "correct --keep");
            }
        }
        return found;
    }
}
