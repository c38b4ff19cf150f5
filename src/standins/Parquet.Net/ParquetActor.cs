using System.Buffers.Binary;
using Parquet.Meta;
using Parquet.Thrift;

namespace Parquet;

/// <summary>What readers and writers share: the file's frame.</summary>
public class ParquetActor
{
    private const int TailBytes = 8;
    private readonly Stream _fileStream;

    internal ParquetActor(Stream? fileStream) => _fileStream = fileStream ?? throw new ArgumentNullException(nameof(fileStream));

    internal static ReadOnlySpan<byte> MagicBytes => "PAR1"u8;

    /// <summary>The stream that is read or written.</summary>
    protected Stream Stream => _fileStream;

    internal async Task<FileMetaData> ReadMetadataAsync(CancellationToken cancellationToken)
    {
        var head = await ReadAtAsync(0, 4, cancellationToken).ConfigureAwait(false);
        var tail = await ReadAtAsync(Stream.Length - TailBytes, TailBytes, cancellationToken).ConfigureAwait(false);
        if (tail.AsSpan(4).SequenceEqual("PARE"u8))
            throw new ParquetException("the footer is encrypted; encrypted files are not read");
        if (!head.AsSpan().SequenceEqual(MagicBytes) || !tail.AsSpan(4).SequenceEqual(MagicBytes))
            throw new IOException($"not a parquet file, head: {Convert.ToHexString(head)}, tail: {Convert.ToHexString(tail, 4, 4)}");
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (length < 0 || length > Stream.Length - TailBytes - head.Length)
            throw new ParquetException($"the footer claims {(uint)length} bytes in a file of {Stream.Length}");
        if (length > ReadLimits.MaxFooterBytes)
            throw new ParquetException($"the footer has {length} bytes, over the limit of {ReadLimits.MaxFooterBytes}");
        var footer = await ReadAtAsync(Stream.Length - TailBytes - length, length, cancellationToken).ConfigureAwait(false);
        return FooterReader.Read(footer);
    }

    private async Task<byte[]> ReadAtAsync(long offset, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        Stream.Position = offset;
        await Stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }
}
