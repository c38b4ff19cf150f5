using System.Globalization;
using System.IO.Enumeration;
using System.Text.RegularExpressions;
using AkkaClip.Data.Shards;

namespace AkkaClip.Data.Samples;

/// <summary>Expands lists of files as WebDataset users write them: <c>{00000..00127}</c>, <c>{train,val}</c>, <c>*</c> and <c>?</c>; URLs with braces only.</summary>
internal static partial class PathPatterns
{
    private const int MaxPaths = 10_000_000;

    /// <summary>All files of the patterns, each pattern's in ordinal order.</summary>
    /// <exception cref="DataSourceException">A pattern matches nothing, or a file is missing.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> patterns)
    {
        var files = new List<string>();
        foreach (var pattern in patterns)
        {
            foreach (var path in Braces(pattern))
            {
                files.AddRange(ShardLocation.IsRemote(path) ? [path] : Wildcards(path));
                if (files.Count > MaxPaths)
                    throw new DataSourceException(pattern, $"more than {MaxPaths} files", "check the numbers in the braces");
            }
        }
        return files;
    }

    private static IEnumerable<string> Braces(string pattern)
    {
        if (BracePattern().Match(pattern) is not { Success: true } match)
            return [pattern];
        var alternatives = match.Groups["from"].Success
            ? Range(match.Groups["from"].Value, match.Groups["to"].Value, pattern)
            : match.Groups["list"].Value.Split(',');
        return alternatives.SelectMany(each => Braces(pattern[..match.Index] + each + pattern[(match.Index + match.Length)..]));
    }

    private static IEnumerable<string> Range(string from, string to, string pattern)
    {
        if (!long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var last) || last < first || last - first >= MaxPaths)
            throw new DataSourceException(pattern, $"{{{from}..{to}}} is no range of files", $"write numbers in rising order, at most {MaxPaths}");
        for (var number = first; number <= last; number++)
            yield return number.ToString(CultureInfo.InvariantCulture).PadLeft(from.Length, '0');
    }

    private static List<string> Wildcards(string path)
    {
        if (!path.AsSpan().ContainsAny('*', '?'))
        {
            if (!File.Exists(path))
                throw new DataSourceException(path, "no such file", "check the path");
            return [path];
        }
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
        if (folder.AsSpan().ContainsAny('*', '?'))
            throw new DataSourceException(path, "wildcards stand in a folder's name", "use them in the file's name, and braces for folders");
        if (!Directory.Exists(folder))
            throw new DataSourceException(folder, "no such folder", "check the path");
        var name = Path.GetFileName(path);
        var found = Directory.EnumerateFiles(folder)
            .Where(file => FileSystemName.MatchesSimpleExpression(name, Path.GetFileName(file), ignoreCase: false))
            .Order(StringComparer.Ordinal)
            .ToList();
        return found.Count > 0 ? found : throw new DataSourceException(path, "no file matches", "check the pattern");
    }

    [GeneratedRegex(@"\{(?:(?<from>\d+)\.\.(?<to>\d+)|(?<list>[^{}]*,[^{}]*))\}")]
    private static partial Regex BracePattern();
}
