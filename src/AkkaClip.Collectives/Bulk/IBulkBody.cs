namespace AkkaClip.Collectives.Bulk;

/// <summary>The answer to one request, on its way.</summary>
public interface IBulkBody
{
    /// <summary>Sends bytes; they may be reused on return.</summary>
    /// <exception cref="BulkFailedException">The connection is gone.</exception>
    void Write(ReadOnlySpan<byte> bytes);
}
