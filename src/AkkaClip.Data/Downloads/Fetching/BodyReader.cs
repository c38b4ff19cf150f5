using System.Buffers;

namespace AkkaClip.Data.Downloads.Fetching;

/// <summary>Reads an answer's body up to a limit, whatever length it claims.</summary>
internal static class BodyReader
{
    /// <returns>The body's first bytes, and whether that is all of it.</returns>
    /// <exception cref="HttpIOException">The connection ended before the length that was announced.</exception>
    public static async Task<(byte[] Bytes, bool IsWhole)> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        // A claimed length is a hint only: one byte more room, to see that nothing follows.
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(maxBytes, content.Headers.ContentLength ?? 128 << 10) + 1);
        try
        {
            var length = 0;
            while (true)
            {
                if (length > maxBytes)
                    return (buffer[..maxBytes], false);
                if (length == buffer.Length)
                    buffer = Grow(buffer, length);
                var count = await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
                if (count == 0)
                    return (buffer[..length], true);
                length += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
