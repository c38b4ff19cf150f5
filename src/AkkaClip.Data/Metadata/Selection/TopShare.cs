using System.Globalization;
using AkkaClip.Core.Errors;
using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Files;
using AkkaClip.Data.Metadata.Filters;

namespace AkkaClip.Data.Metadata.Selection;

/// <summary>The rows with the highest scores, at most a share of those that have one; equal scores are in or out together.</summary>
public static class TopShare
{
    /// <summary>Finds the score from which on rows are in.</summary>
    public static async Task<RowFilter> FindAsync(RowGroupScan scan, string column, double share, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scan);
        var threshold = await new RankThreshold(scan, file => Scores(file, column)).FindAsync(all => (long)(all * share), progress, cancellation);
        return threshold is { } key
            ? RowFilter.Parse(string.Create(CultureInfo.InvariantCulture, $"\"{column}\" >= {Score(key):R}"))
            : throw new UserErrorException($"No row has one of the {share:P0} highest scores of {column} to itself: too many scores are equal. Use --where with a limit of your own.");
    }

    private static RankThreshold.Keys Scores(MetadataFile file, string column)
    {
        var field = file.Schema.Find(column) is { Kind: ColumnKind.Real or ColumnKind.Integer } found
            ? found
            : throw new UserErrorException($"--by {column}: {file.Path} has no such column of numbers; it has {string.Join(", ", file.Schema.Fields.Where(f => f.Kind is ColumnKind.Real or ColumnKind.Integer).Select(f => f.Name))}.");
        return new RankThreshold.Keys([field.Field], async (group, cancellation) =>
        {
            var batch = await group.ReadAsync(field, cancellation);
            return [.. batch.Reals.Where((_, row) => batch.IsMissing?[row] != true).Select(Key)];
        });
    }

    // Keys rise where scores fall. The bits of a positive number rise with it; those of a negative one fall.
    private static ulong Key(double score)
    {
        var bits = BitConverter.DoubleToUInt64Bits(score + 0.0);
        return ~((bits & 1ul << 63) != 0 ? ~bits : bits | 1ul << 63);
    }

    private static double Score(ulong key)
    {
        var ordered = ~key;
        return BitConverter.UInt64BitsToDouble((ordered & 1ul << 63) != 0 ? ordered & ~(1ul << 63) : ~ordered);
    }
}
