using AkkaClip.Data.Samples;
using AkkaClip.Data.Tables;

namespace AkkaClip.Data.Downloads.Inputs;

/// <summary>Rows of plain and delimited text.</summary>
internal static class TextRows
{
    /// <summary>A URL a line; empty lines are none.</summary>
    public static IEnumerable<string?[]> Lines(Stream stream, ColumnChoice choice)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var row = new string?[choice.Count];
            row[0] = line;
            yield return row;
        }
    }

    /// <summary>A header, then rows. One that cannot be read is a row without URL, so that the others keep their numbers.</summary>
    public static IEnumerable<string?[]> Table(Stream stream, string path, char delimiter, ColumnChoice choice)
    {
        int[]? columns = null;
        foreach (var read in new DelimitedReader(stream, path, delimiter).Rows())
        {
            if (columns is null)
            {
                columns = read.Problem is null ? choice.Find(read.Fields, path) : throw new DataSourceException(path, $"the header: {read.Problem}", "the first line must name the columns");
                continue;
            }
            var row = new string?[choice.Count];
            for (var i = 0; i < row.Length; i++)
                row[i] = columns[i] >= 0 && columns[i] < read.Fields.Length ? read.Fields[columns[i]] : null;
            yield return row;
        }
        if (columns is null)
            throw new DataSourceException(path, "the table is empty", "the first line must name the columns");
    }
}
