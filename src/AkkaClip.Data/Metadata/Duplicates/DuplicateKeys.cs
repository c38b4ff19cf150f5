using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Files;
using AkkaClip.Data.Metadata.Selection;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Metadata.Duplicates;

/// <summary>Keys that are equal for rows that are duplicates.</summary>
internal sealed class DuplicateKeys
{
    private readonly Func<RowGroupColumns, CancellationToken, ValueTask<Func<int, ulong>>> _read;

    private DuplicateKeys(IReadOnlyList<MetadataField> fields, Func<RowGroupColumns, CancellationToken, ValueTask<Func<int, ulong>>> read) =>
        (Fields, _read) = (fields, read);

    public IReadOnlyList<MetadataField> Fields { get; }

    public static DuplicateKeys Of(MetadataFile file, DuplicateKind kind)
    {
        if (kind == DuplicateKind.Hash)
        {
            var identity = RowIdentity.Of(file);
            return new DuplicateKeys(identity.Fields, async (group, cancellation) =>
            {
                var ids = await identity.ReadAsync(group, cancellation);
                return row => LaionHash.Finish((ulong)ids[row]);
            });
        }
        var name = kind is DuplicateKind.Url or DuplicateKind.NearUrl ? KnownColumns.Url : KnownColumns.Text;
        var field = file.Schema.Find(name) is { Kind: ColumnKind.Text } found
            ? found
            : throw new DataSourceException(file.Path, $"it has no column '{name}' to find duplicates by", "use files with it, or other duplicates");
        return new DuplicateKeys([field], async (group, cancellation) =>
        {
            var texts = (await group.ReadAsync(field, cancellation)).Texts;
            return row => (ulong)LaionHash.Of(Form(kind, texts[row]), "");
        });
    }

    public async ValueTask<(ulong Key, long Row)[]> ReadAsync(RowGroupColumns group, int[] rows, CancellationToken cancellation)
    {
        var key = await _read(group, cancellation);
        return Array.ConvertAll(rows, row => (key(row), group.FirstRow + row));
    }

    private static string Form(DuplicateKind kind, string text) => kind switch
    {
        DuplicateKind.NearUrl => NearForm.OfUrl(text),
        DuplicateKind.NearText => NearForm.OfText(text),
        _ => text,
    };
}
