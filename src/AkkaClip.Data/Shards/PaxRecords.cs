using System.Buffers.Text;

namespace AkkaClip.Data.Shards;

/// <summary>The records of a pax extended header that matter here (POSIX.1-2001): path, size, and signs of a sparse file.</summary>
/// <param name="Path">Replaces the name; null: not given.</param>
/// <param name="Size">Replaces the size; null: not given.</param>
/// <param name="IsSparse">Whether the member's bytes are a sparse file's.</param>
internal readonly record struct PaxRecords(string? Path, long? Size, bool IsSparse)
{
    /// <summary>Reads <c>length key=value\n</c> records; null: they are malformed.</summary>
    public static PaxRecords? Parse(ReadOnlySpan<byte> body)
    {
        var records = default(PaxRecords);
        // Some writers fill the block's rest with NULs and count them.
        while (!body.IsEmpty && body[0] != 0)
        {
            if (!Utf8Parser.TryParse(body, out int length, out var digits)
                || length <= digits + 1 || length > body.Length || body[digits] != ' ' || body[length - 1] != '\n')
                return null;
            var record = body[(digits + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals < 1)
                return null;
            if (records.With(record[..equals], record[(equals + 1)..]) is not { } extended)
                return null;
            records = extended;
            body = body[length..];
        }
        return records;
    }

    private PaxRecords? With(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8))
            return TarHeader.Text(value) is { Length: > 0 } path ? this with { Path = path } : null;
        if (key.SequenceEqual("size"u8))
            return Utf8Parser.TryParse(value, out long size, out var used) && used == value.Length && size >= 0
                ? this with { Size = size }
                : null;
        return key.StartsWith("GNU.sparse"u8) ? this with { IsSparse = true } : this;
    }
}
