using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Files;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Metadata.Selection;

/// <summary>Who a row is, in whatever file it stands: LAION's hash of URL and text, from its column or computed.</summary>
public sealed class RowIdentity
{
    private readonly MetadataField? _hash, _url, _text;

    private RowIdentity(MetadataField? hash, MetadataField? url, MetadataField? text) => (_hash, _url, _text) = (hash, url, text);

    /// <summary>Columns that are read.</summary>
    public IReadOnlyList<MetadataField> Fields => _hash is not null ? [_hash] : [_url!, _text!];

    /// <exception cref="DataSourceException">The file has neither a hash nor URL and text.</exception>
    public static RowIdentity Of(MetadataFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var (hash, url, text) = (file.Schema.Find(KnownColumns.Hash), file.Schema.Find(KnownColumns.Url), file.Schema.Find(KnownColumns.Text));
        if (hash is { Kind: ColumnKind.Integer })
            return new RowIdentity(hash, url, text);
        return url is { Kind: ColumnKind.Text } && text is { Kind: ColumnKind.Text }
            ? new RowIdentity(null, url, text)
            : throw new DataSourceException(file.Path, "a row's identity is its hash, or its URL and text, and the file has neither", "use files with these columns");
    }

    /// <summary>The identities of rows. Where the hash is missing it is computed, if URL and text are there.</summary>
    public async ValueTask<long[]> ReadAsync(RowGroupColumns group, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (_hash is null)
            return await ComputeAsync(group, cancellation);
        var batch = await group.ReadAsync(_hash, cancellation);
        if (batch.IsMissing is not { } missing || _url is null || _text is null)
            return batch.Integers;
        var computed = await ComputeAsync(group, cancellation);
        return [.. batch.Integers.Select((hash, row) => missing[row] ? computed[row] : hash)];
    }

    /// <summary>The hashes of URLs and texts.</summary>
    public async ValueTask<long[]> ComputeAsync(RowGroupColumns group, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(group);
        var (urls, texts) = ((await group.ReadAsync(_url!, cancellation)).Texts, (await group.ReadAsync(_text!, cancellation)).Texts);
        var hashes = new long[urls.Length];
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = LaionHash.Of(urls[i], texts[i]);
        return hashes;
    }
}
