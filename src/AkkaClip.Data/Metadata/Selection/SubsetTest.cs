using AkkaClip.Data.Metadata.Files;

namespace AkkaClip.Data.Metadata.Selection;

/// <summary>Rows whose place in a seeded random order is before a threshold. The order depends on seed and identity alone.</summary>
public sealed class SubsetTest(long seed, ulong threshold) : RowTest
{
    public override string Name => "subset";

    /// <summary>A row's place in the order of a seed.</summary>
    public static ulong Place(long seed, long identity) => LaionHash.Finish((ulong)identity ^ LaionHash.Finish((ulong)seed + 0x9E3779B97F4A7C15));

    /// <summary>The places of all rows of a file.</summary>
    public static RankThreshold.Keys Places(MetadataFile file, long seed)
    {
        var identity = RowIdentity.Of(file);
        return new RankThreshold.Keys(
            [.. identity.Fields.Select(f => f.Field)],
            async (group, cancellation) => Array.ConvertAll(await identity.ReadAsync(group, cancellation), id => Place(seed, id)));
    }

    public override Bound Bind(MetadataFile file)
    {
        var identity = RowIdentity.Of(file);
        return new Bound(identity.Fields, async (group, rows, cancellation) =>
        {
            var ids = await identity.ReadAsync(group, cancellation);
            return Array.FindAll(rows, row => Place(seed, ids[row]) <= threshold);
        });
    }
}
