using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Files;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Metadata.Selection;

/// <summary>Rows that no block list names.</summary>
public sealed class BlockTest(BlockList list) : RowTest
{
    public override string Name => "block list";

    public override Bound Bind(MetadataFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var url = file.Schema.Find(KnownColumns.Url) is { Kind: ColumnKind.Text } found
            ? found
            : throw new DataSourceException(file.Path, "it has no column of URLs to look up in the block list", "use files with a column 'url'");
        var identity = list.HasHashes ? RowIdentity.Of(file) : null;
        return new Bound([url, .. identity?.Fields ?? []], KeepAsync);

        async ValueTask<int[]> KeepAsync(RowGroupColumns group, int[] rows, CancellationToken cancellation)
        {
            var urls = (await group.ReadAsync(url, cancellation)).Texts;
            var hashes = identity is null ? null : await identity.ReadAsync(group, cancellation);
            return Array.FindAll(rows, row => !list.BlocksUrl(urls[row]) && !(hashes is not null && list.BlocksHash(hashes[row])));
        }
    }
}
