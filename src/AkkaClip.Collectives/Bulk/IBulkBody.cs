namespace AkkaClip.Collectives.Bulk;

/// <summary>The answer to one request, on its way.</summary>
public interface IBulkBody
{
    /// <summary>Sends bytes, without a copy: they must not change until the task is over. One write at a time.</summary>
    /// <exception cref="BulkFailedException">The connection is gone, or the asker gave up; the bytes are not used any more.</exception>
    Task Write(ReadOnlyMemory<byte> bytes);
}
